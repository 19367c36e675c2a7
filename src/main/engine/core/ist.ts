import { DAY_MS, IST_OFFSET_MS } from '../../../contract/ist.ts';

export { DAY_MS, IST_OFFSET_MS };

/** The day asked for last: nearly every question is about the same one. */
const lastDay = { begins: -IST_OFFSET_MS, day: '1970-01-01' };

/** The IST calendar day of an instant, `YYYY-MM-DD`. */
export function istDay(at: number): string {
  if (at >= lastDay.begins && at < lastDay.begins + DAY_MS) return lastDay.day;
  const begins = Math.floor((at + IST_OFFSET_MS) / DAY_MS) * DAY_MS - IST_OFFSET_MS;
  lastDay.day = new Date(begins + IST_OFFSET_MS).toISOString().slice(0, 10);
  lastDay.begins = begins;
  return lastDay.day;
}

/** Epoch ms of 00:00 IST of a day `YYYY-MM-DD`. */
export function istMidnight(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) - IST_OFFSET_MS;
}

/** Milliseconds since 00:00 IST. */
export function istTimeOfDay(at: number): number {
  return (((at + IST_OFFSET_MS) % DAY_MS) + DAY_MS) % DAY_MS;
}

/** `HH:MM:SS` in IST. */
export function istTime(at: number): string {
  return new Date(at + IST_OFFSET_MS).toISOString().slice(11, 19);
}

/** 0 Sunday … 6 Saturday of a day `YYYY-MM-DD`. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** The day `count` days after (or before) a day `YYYY-MM-DD`. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}
