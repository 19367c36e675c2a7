import type { Interval } from '../../../contract/enums.ts';
import type { Bar } from '../../../contract/market.ts';

/** Most bars a chart holds; older ones are not paged in beyond it. */
export const MAX_BARS = 10_000;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Length of each interval in milliseconds; of a month, the longest. */
export const INTERVAL_MS: Record<Interval, number> = {
  '1s': SECOND,
  '5s': 5 * SECOND,
  '15s': 15 * SECOND,
  '1m': MINUTE,
  '3m': 3 * MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '30m': 30 * MINUTE,
  '1h': HOUR,
  '2h': 2 * HOUR,
  '4h': 4 * HOUR,
  '1d': 24 * HOUR,
  '1w': 7 * 24 * HOUR,
  '1M': 31 * 24 * HOUR,
};

/** How a running bar changed the bars: appended at the end, replaced one, or was older than all of them. */
export type BarChange = 'appended' | 'replaced' | 'ignored';

/** Folds a bar into `bars` (oldest first) in place. */
export function applyBar(bars: Bar[], bar: Bar): BarChange {
  const last = bars.at(-1);
  if (last === undefined || bar.ts > last.ts) {
    bars.push(bar);
    return 'appended';
  }
  const index = barIndexAt(bars, bar.ts);
  if (index < 0 || bars[index]!.ts !== bar.ts) return 'ignored';
  bars[index] = bar;
  return 'replaced';
}

/** Joins two lists of bars without repeating a start, oldest first; on the same start `newer` wins; keeps the last MAX_BARS. */
export function joinBars(older: readonly Bar[], newer: readonly Bar[]): Bar[] {
  const byStart = new Map<number, Bar>();
  for (const bar of older) byStart.set(bar.ts, bar);
  for (const bar of newer) byStart.set(bar.ts, bar);
  return [...byStart.values()].toSorted((a, b) => a.ts - b.ts).slice(-MAX_BARS);
}

/** Index of the last bar that starts at or before `ts`; −1 when all are later. */
export function barIndexAt(bars: readonly Pick<Bar, 'ts'>[], ts: number): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bars[middle]!.ts <= ts) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
