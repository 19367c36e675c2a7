import { DAY_MS, IST_OFFSET_MS } from '../../core/ist.ts';

/** The IST day of an instant (epoch ms) as days since 1970-01-01. */
export function dayNumber(ts: number): number {
  return Math.floor((ts + IST_OFFSET_MS) / DAY_MS);
}

/** `YYYY-MM-DD` of a day number. */
export function dayText(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** The day number of `YYYY-MM-DD`. */
export function dayOf(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / DAY_MS;
}

/** Epoch ms of 00:00 IST of a day number. */
export function dayStart(number: number): number {
  return number * DAY_MS - IST_OFFSET_MS;
}
