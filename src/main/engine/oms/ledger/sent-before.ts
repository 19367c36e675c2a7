import type { Clock } from '../../core/clock.ts';
import type { BrokerCapabilities } from '../../brokers/broker.ts';
import type { DeskStore } from '../../store/desk-store.ts';
import type { OrderLedger } from './order-ledger.ts';

/**
 * When this account's places, modifies and cancels left in earlier runs, by the monotonic clock of this one, oldest
 * first, as far back as the broker's longest window reaches: a restart does not empty its windows (O12).
 */
export function sentBefore(
  ledger: OrderLedger,
  store: Pick<DeskStore, 'journal'>,
  clock: Clock,
  { rateLimits }: Pick<BrokerCapabilities, 'rateLimits'>,
): number[] {
  const longest = Math.max(0, ...rateLimits.map(({ windowMs }) => windowMs));
  const now = clock.now();
  const times: number[] = [];
  for (const { record } of ledger.book.all()) {
    if (now - record.updatedAt > longest) continue;
    for (const { at, event } of store.journal(record.id)) {
      if (event.type === 'sending' || event.type === 'request') times.push(at);
    }
  }
  // A clock set back puts them into the future: the newest of those has left just now, the others that much before it.
  const newest = Math.max(now, ...times);
  return times
    .map((at) => (at > now ? newest : now) - at)
    .filter((age) => age <= longest)
    .toSorted((a, b) => b - a)
    .map((age) => clock.monotonic() - age);
}
