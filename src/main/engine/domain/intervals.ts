import type { Interval } from '../../../contract/enums.ts';
import { DAY_MS, IST_OFFSET_MS } from '../core/ist.ts';

const LENGTH: Record<Interval, number> = {
  '1s': 1_000,
  '5s': 5_000,
  '15s': 15_000,
  '1m': 60_000,
  '3m': 180_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1h': 3_600_000,
  '1d': DAY_MS,
};

/** Milliseconds of one bar. */
export function intervalMs(interval: Interval): number {
  return LENGTH[interval];
}

/**
 * Start of the bar that `ts` falls in, epoch ms. Bars count from `anchor`, milliseconds after 00:00 IST:
 * 09:15 for an exchange session, 0 for the round-the-clock simulated market. Day bars start at 00:00 IST.
 */
export function barStart(ts: number, interval: Interval, anchor: number): number {
  const length = LENGTH[interval];
  const offset = interval === '1d' ? -IST_OFFSET_MS : anchor - IST_OFFSET_MS;
  return Math.floor((ts - offset) / length) * length + offset;
}
