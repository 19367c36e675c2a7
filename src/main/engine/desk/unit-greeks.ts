import type { Instrument } from '../../../contract/market.ts';
import { black76, emptyOptionValue } from '../domain/black76.ts';
import { impliedVolatility } from '../domain/black76-implied.ts';
import { tradingEnds } from '../domain/trading-ends.ts';

const YEAR_MS = 365 * 86_400_000;
const value = emptyOptionValue();

/**
 * Delta and vega (paise a point of volatility) of one unit of a contract, from its last price; null without the prices it
 * takes. A future moves with its underlying; shares do, too.
 * @param forward paise, 0 when it is not known
 * @param now epoch ms
 */
export function unitGreeks(
  instrument: Instrument,
  ltp: number,
  forward: number,
  now: number,
): { delta: number; vega: number } | null {
  const { kind, strike } = instrument;
  if (kind === 'FUT' || kind === 'EQ') return { delta: 1, vega: 0 };
  if (kind === 'INDEX' || strike === null || forward <= 0) return null;
  const isCall = kind === 'CE';
  const years = (tradingEnds(instrument) - now) / YEAR_MS;
  const { iv } = impliedVolatility(isCall, ltp, forward, strike, years, 0);
  if (Number.isNaN(iv)) return null;
  const { delta, vega } = black76(value, isCall, forward, strike, years, iv, 0);
  return { delta, vega };
}
