/** Indian Standard Time is a fixed +05:30, without daylight saving. */
export const IST_OFFSET_MS = 330 * 60_000;
export const DAY_MS = 86_400_000;

/** The IST calendar day of an instant, `YYYY-MM-DD`. */
export function istDay(at: number): string {
  return new Date(at + IST_OFFSET_MS).toISOString().slice(0, 10);
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
