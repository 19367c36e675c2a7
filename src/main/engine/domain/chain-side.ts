import { black76, emptyOptionValue } from './black76.ts';
import { impliedVolatility } from './black76-implied.ts';
import { fairPrice } from './chain-quote.ts';
import type { ChainQuote } from './chain-quote.ts';

/** What a side's price implies on its forward. NaN when unknown, the IV then with its reason. */
export interface ChainSideValue {
  /** Per year, a fraction. */
  iv: number;
  reason: string | null;
  /** Per unit of the underlying. */
  delta: number;
  gamma: number;
  /** Paise a calendar day. */
  theta: number;
  /** Paise a percentage point of volatility. */
  vega: number;
}

const value = emptyOptionValue();

/**
 * The volatility and greeks of one side by Black-76, from the middle of its book or else its last price.
 * @param forward paise, NaN when unknown
 * @param rate per year, a fraction
 */
export function chainSideValue(
  isCall: boolean,
  quote: ChainQuote | null,
  strike: number,
  forward: number,
  years: number,
  rate: number,
): ChainSideValue {
  if (quote === null) return unknown('not quoted');
  const { iv, reason } = impliedVolatility(isCall, fairPrice(quote), forward, strike, years, rate);
  if (reason !== null) return unknown(reason);
  const { delta, gamma, theta, vega } = black76(value, isCall, forward, strike, years, iv, rate);
  return { iv, reason: null, delta, gamma, theta, vega };
}

function unknown(reason: string): ChainSideValue {
  return { iv: Number.NaN, reason, delta: Number.NaN, gamma: Number.NaN, theta: Number.NaN, vega: Number.NaN };
}
