import type { OiBuildup } from '../../../contract/chain.ts';

/**
 * What positions a contract's price and open interest tell of, both against the previous session's close: opened or closed
 * by the sign of the open interest, by buyers or sellers by that of the price. Null when either stood still or is unknown.
 */
export function oiBuildup(priceChange: number, oiChange: number): OiBuildup | null {
  if (priceChange > 0) return oiChange > 0 ? 'LONG_BUILDUP' : oiChange < 0 ? 'SHORT_COVERING' : null;
  if (priceChange < 0) return oiChange > 0 ? 'SHORT_BUILDUP' : oiChange < 0 ? 'LONG_UNWINDING' : null;
  return null;
}
