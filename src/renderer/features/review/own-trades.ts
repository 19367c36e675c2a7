import type { DayStory } from '../../../contract/replay.ts';

/** When each order of the day was first filled, epoch ms, oldest first: where a jump from trade to trade stops. */
export function ownTradeTimes({ trades }: Pick<DayStory, 'trades'>): number[] {
  const first = new Map<string, number>();
  for (const { orderId, timestamp } of trades) {
    first.set(orderId, Math.min(timestamp, first.get(orderId) ?? Infinity));
  }
  return [...new Set(first.values())].toSorted((a, b) => a - b);
}

/** The own trade after `at`, or before it; null when there is none. */
export function ownTradeFrom(times: readonly number[], at: number, back: boolean): number | null {
  return (back ? times.findLast((time) => time < at) : times.find((time) => time > at)) ?? null;
}
