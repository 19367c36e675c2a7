import type { DayStory } from '../../../contract/replay.ts';

/** What the account's trades had come to at a moment; paise, after charges. */
export interface BookedPoint {
  at: number;
  net: number;
}

/** What was booked after each fill of the day, oldest first. */
export function bookedAfter(trades: DayStory['trades']): BookedPoint[] {
  let net = 0;
  return trades.map(({ timestamp, pnl, charges }) => {
    net += pnl - charges;
    return { at: timestamp, net };
  });
}

/** What was booked by `at`; 0 before the first fill. */
export function bookedBy(points: readonly BookedPoint[], at: number): number {
  return points.findLast((point) => point.at <= at)?.net ?? 0;
}

/** The contracts that were held at `at`, in lots: negative when short. */
export function heldAt(trades: DayStory['trades'], at: number): { name: string; lots: number }[] {
  const lots = new Map<string, number>();
  for (const { timestamp, name, side, quantity, lotSize } of trades) {
    if (timestamp > at) break;
    lots.set(name, (lots.get(name) ?? 0) + ((side === 'BUY' ? 1 : -1) * quantity) / lotSize);
  }
  return [...lots].flatMap(([name, count]) => (count === 0 ? [] : [{ name, lots: count }]));
}
