import type { DayStory } from '../../../contract/replay.ts';

/** When the desk learnt of the first fill of each order of the day, epoch ms, oldest first: the stops of a jump from trade to trade. */
export function ownTradeTimes({ events }: Pick<DayStory, 'events'>): number[] {
  const first = new Map<string | null, number>();
  for (const { kind, orderId, at } of events) {
    if (kind === 'fill' && !first.has(orderId)) first.set(orderId, Math.ceil(at));
  }
  return [...new Set(first.values())].toSorted((a, b) => a - b);
}

/** The own trade after `at`, or before it; null when there is none. */
export function ownTradeFrom(times: readonly number[], at: number, back: boolean): number | null {
  return (back ? times.findLast((time) => time < at) : times.find((time) => time > at)) ?? null;
}
