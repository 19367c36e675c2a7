import type { Instrument } from '../../../contract/market.ts';

/**
 * What one unit of an index contract is settled at, paise: an option at its intrinsic value, 0 when worthless, a future at
 * the index's settlement price. Null for what is not settled in cash at expiry.
 * @param indexPrice settlement price of the index, paise
 */
export function settlementValue(
  { kind, strike }: Pick<Instrument, 'kind' | 'strike'>,
  indexPrice: number,
): number | null {
  if (kind === 'FUT') return indexPrice;
  if (strike === null) return null;
  if (kind === 'CE') return Math.max(0, indexPrice - strike);
  return kind === 'PE' ? Math.max(0, strike - indexPrice) : null;
}
