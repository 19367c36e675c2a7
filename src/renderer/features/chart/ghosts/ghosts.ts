import type { DayStory } from '../../../../contract/replay.ts';
import type { Side } from '../../../../contract/enums.ts';
import type { Bar } from '../../../../contract/market.ts';
import { barIndexAt } from '../bars.ts';

/** What the account did then on one instrument, up to a moment. */
export interface Then {
  fills: DayStory['trades'];
  /** Where orders rested; those that still did have no end. */
  resting: DayStory['resting'];
  refused: { at: number; side: Side; price: number | null }[];
}

/** Something of that day on the bars of a chart. Times are the starts of bars, epoch ms; prices paise. */
export type Ghost =
  | { kind: 'fill'; ts: number; side: Side; lots: number; price: number }
  | { kind: 'rest'; ts: number; until: number; side: Side; price: number; stop: boolean }
  | { kind: 'refused'; ts: number; side: Side; price: number };

/** The part of a story that had happened to an instrument by `at`, epoch ms. */
export function thenBy({ trades, resting, orders, events }: DayStory, instrumentId: number, at: number): Then {
  const refusedAt = new Map(
    events.flatMap(({ kind, orderId, at: when }) => (kind === 'refusal' && orderId !== null ? [[orderId, when]] : [])),
  );
  return {
    fills: trades.filter((trade) => trade.instrumentId === instrumentId && trade.timestamp <= at),
    resting: resting
      .filter((span) => span.instrumentId === instrumentId && span.from <= at)
      .map((span) => (span.to !== null && span.to > at ? { ...span, to: null } : span)),
    refused: orders.flatMap(({ id, instrumentId: of, side, price }) => {
      const when = refusedAt.get(id);
      return of === instrumentId && when !== undefined && when <= at ? [{ at: when, side, price }] : [];
    }),
  };
}

/**
 * Places what happened on bars, oldest first; fills of one side, bar and price are one. What happened in no bar stands at the
 * one before it: the next may be still to come. What lies before all bars has no place.
 */
export function ghostsOn({ fills, resting, refused }: Then, bars: readonly Bar[]): Ghost[] {
  const newest = bars.at(-1);
  if (newest === undefined) return [];
  const barOf = (at: number) => bars[barIndexAt(bars, at)];
  const ghosts: Ghost[] = resting.flatMap(({ from, to, side, price, stop }) => {
    const begun = bars[Math.max(0, barIndexAt(bars, from))]!;
    const ended = to === null ? newest : barOf(to);
    if (ended === undefined) return [];
    return [{ kind: 'rest' as const, ts: begun.ts, until: ended.ts, side, price, stop }];
  });
  const gathered = new Map<string, Extract<Ghost, { kind: 'fill' }>>();
  for (const { timestamp, side, fillPrice, quantity, lotSize } of fills) {
    const bar = barOf(timestamp);
    if (bar === undefined) continue;
    const key = `${bar.ts} ${side} ${fillPrice}`;
    const ghost = gathered.get(key) ?? { kind: 'fill', ts: bar.ts, side, lots: 0, price: fillPrice };
    ghost.lots += quantity / lotSize;
    gathered.set(key, ghost);
  }
  for (const { at, side, price } of refused) {
    const bar = barOf(at);
    if (bar !== undefined) ghosts.push({ kind: 'refused', ts: bar.ts, side, price: price ?? bar.close });
  }
  return [...ghosts, ...gathered.values()];
}
