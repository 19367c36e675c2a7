const IST_OFFSET_MS = 5.5 * 3_600_000;
const DAY_MS = 86_400_000;

/** The IST day of an epoch ms, as days since 1970: two bars of one session share it. */
export function istDay(ts: number): number {
  return Math.floor((ts + IST_OFFSET_MS) / DAY_MS);
}
