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
  '2h': 7_200_000,
  '4h': 14_400_000,
  '1d': DAY_MS,
  '1w': 7 * DAY_MS,
  '1M': 31 * DAY_MS,
};

/** 1970-01-01 was a Thursday. */
const DAYS_SINCE_MONDAY = 3;

/** Milliseconds of one bar; of a month, the longest. */
export function intervalMs(interval: Interval): number {
  return LENGTH[interval];
}

/** Whether a bar holds more than one day, so that it is made of day bars. */
export function spansDays(interval: Interval): interval is '1w' | '1M' {
  return interval === '1w' || interval === '1M';
}

/**
 * Start of the bar that `ts` falls in, epoch ms. Bars count from `anchor`, milliseconds after 00:00 IST:
 * 09:15 for an exchange session, 0 for the round-the-clock simulated market. Bars of a day, a week (from Monday) and a
 * month (from the 1st) start at 00:00 IST.
 */
export function barStart(ts: number, interval: Interval, anchor: number): number {
  const length = LENGTH[interval];
  const day = Math.floor((ts + IST_OFFSET_MS) / DAY_MS);
  if (interval === '1w') return (day - ((day + DAYS_SINCE_MONDAY) % 7)) * DAY_MS - IST_OFFSET_MS;
  if (interval === '1M') {
    const date = new Date(day * DAY_MS);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) - IST_OFFSET_MS;
  }
  const offset = interval === '1d' ? -IST_OFFSET_MS : anchor - IST_OFFSET_MS;
  return Math.floor((ts - offset) / length) * length + offset;
}
