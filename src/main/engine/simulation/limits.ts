import type { LimitChanges } from '../../../contract/risk.ts';
import { RISK_RULES } from '../rms/rms.ts';
import { hash32, Random } from '../core/random.ts';

/** A trader of means: what is lost in a day of such trading must not end it at ten. Paise. */
const USUAL: LimitChanges = { maxLoss: null, maxLots: 120 };

/** Limits so tight that the usual workload meets them; money in paise, distances in points. Each has its seeds. */
const TIGHT: LimitChanges = {
  maxOrderLots: 3,
  maxOrderValue: 3_000_000,
  maxOpenValue: 60_000_000,
  maxOpenOrdersSymbol: 2,
  maxOrdersDay: 250,
  maxPositionLots: 5,
  maxShortLots: 4,
  maxPremium: 8_000_000,
  maxDelta: 150,
  maxVega: 150_000,
  maxOrderToTrade: 2,
  maxModifications: 1,
  trailingSl: 8,
};
const LIKELY = 0.12;

/** The limits that a seed's trader begins the day with. */
export function limitsOf(seed: number): LimitChanges {
  const random = new Random(hash32(seed, 6));
  const drawn = Object.entries(TIGHT).filter(() => random.next() < LIKELY);
  return { ...USUAL, ...Object.fromEntries(drawn) };
}

/** What a strategy of the trader's may do at most, where a seed has one; null where it has none. */
export function strategyLimitsOf(seed: number): LimitChanges | null {
  const random = new Random(hash32(seed, 7));
  return random.next() < LIKELY ? { maxLots: 6, profitLock: 20_000, profitLockAt: 40_000 } : null;
}

/** Rules that never refuse here: only index contracts are listed, and the dated lists name shares. */
const OUT_OF_REACH: ReadonlySet<string> = new Set(['RMS_RESTRICTED']);

/** Codes of the rules that a run of many seeds must have seen refuse. */
export const RULES_TO_REACH: readonly string[] = [...new Set(RISK_RULES.map(({ code }) => code))].filter(
  (code) => !OUT_OF_REACH.has(code),
);
