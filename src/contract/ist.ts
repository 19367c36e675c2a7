/** Indian Standard Time is a fixed +05:30, without daylight saving. */
export const IST_OFFSET_MS = 330 * 60_000;
export const DAY_MS = 86_400_000;

/** The IST day of an epoch ms, as days since 1970: two bars of one session share it. */
export function istDayNumber(ts: number): number {
  return Math.floor((ts + IST_OFFSET_MS) / DAY_MS);
}
