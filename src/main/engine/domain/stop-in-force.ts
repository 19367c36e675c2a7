import type { Trail } from '../../../contract/protection.ts';
import { trailedStop } from './trailing.ts';

/** A stop as it was set, and what its trail is counted from. Prices in paise. */
export interface SetStop {
  /** Null: no stop. */
  slPrice: number | null;
  /** Null: the stop stays where it was set. */
  trail: Trail | null;
  /** Break-even; null before the entry has filled. */
  entryPrice: number | null;
  /** Gains are counted from here: the entry, or the price the trail was set at when that was better. */
  trailFrom: number | null;
  /** The best price at the last move of the stop; null: none seen yet. */
  bestPrice: number | null;
}

/** Where a stop is now, paise, after what `best` did to it; null without one. The same after a restart (TS3). */
export function stopInForce(
  { slPrice, trail, entryPrice, trailFrom, bestPrice }: SetStop,
  { isLong, tickSize }: { isLong: boolean; tickSize: number },
  best: number | null = bestPrice,
): number | null {
  if (slPrice === null || trail === null || entryPrice === null || trailFrom === null || best === null) return slPrice;
  return trailedStop({ isLong, from: trailFrom, entry: entryPrice, stop: slPrice, tickSize }, trail, best);
}
