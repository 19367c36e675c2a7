import type { Chain, ChainSide } from '../../../contract/chain.ts';
import { chainFigures } from './chain-figures.ts';
import type { FigureSide } from './chain-figures.ts';
import { fairPrice } from './chain-quote.ts';
import type { ChainQuote } from './chain-quote.ts';
import { chainSideValue } from './chain-side.ts';
import { oiBuildup } from './oi-buildup.ts';
import { parityForward } from './parity-forward.ts';

/** One listed contract as quoted; NaN when unknown. */
export interface ListedQuote extends ChainQuote {
  instrumentId: number;
  /** Units traded today. */
  volume: number;
  /** The contract's own previous close, paise, 0 when unknown. */
  prevClose: number;
  /** Why `prevOi` is not known. */
  prevOiReason: string | null;
}

export interface ListedStrike {
  strike: number;
  call: ListedQuote | null;
  put: ListedQuote | null;
}

/** The quotes of one underlying and expiry at one moment. */
export interface ChainMarket {
  underlying: string;
  expiry: string;
  ts: number;
  /** End of trading, epoch ms. */
  expiresAt: number;
  /** Of the index or share, paise, 0 when unknown. */
  spot: number;
  prevClose: number;
  lotSize: number;
  /** Per year, a fraction. */
  rate: number;
  /** Ascending. */
  strikes: readonly ListedStrike[];
}

const DAY_MS = 86_400_000;

/** The chain a person sees, of these quotes: every side with its greeks on the expiry's own forward, and the figures of the whole. */
export function chainView(market: ChainMarket): Chain {
  const { rate, strikes, ts, expiresAt, spot } = market;
  const years = (expiresAt - ts) / (365 * DAY_MS);
  const { forward, from } = forwardOf(strikes, years, rate, spot);
  const rows = strikes.map(({ strike, call, put }) => ({
    strike,
    call: call === null ? null : sideOf(true, call, strike, forward, years, rate),
    put: put === null ? null : sideOf(false, put, strike, forward, years, rate),
  }));
  return {
    underlying: market.underlying,
    expiry: market.expiry,
    ts,
    readFrom: 'quotes',
    spot: spot > 0 ? spot : null,
    prevClose: market.prevClose > 0 ? market.prevClose : null,
    forward: known(forward),
    forwardFrom: from,
    daysLeft: Math.max(0, (expiresAt - ts) / DAY_MS),
    lotSize: market.lotSize,
    strikes: rows.map(({ strike, call, put }) => ({ strike, call: call?.shown ?? null, put: put?.shown ?? null })),
    figures: chainFigures(
      rows.map(({ strike, call, put }) => ({ strike, call: call?.figure ?? null, put: put?.figure ?? null })),
      forward,
      Math.max(0, years),
    ),
  };
}

/** By parity, else the spot grown by the rate; NaN without either. */
export function forwardOf(
  strikes: readonly ListedStrike[],
  years: number,
  rate: number,
  spot: number,
): { forward: number; from: Chain['forwardFrom'] } {
  const parity = parityForward(strikes, years, rate);
  if (parity !== null) return { forward: parity, from: 'parity' };
  if (spot > 0) return { forward: spot * Math.exp(rate * Math.max(0, years)), from: 'spot' };
  return { forward: Number.NaN, from: null };
}

function sideOf(
  isCall: boolean,
  quote: ListedQuote,
  strike: number,
  forward: number,
  years: number,
  rate: number,
): { shown: ChainSide; figure: FigureSide } {
  const { iv, reason, delta, gamma, theta, vega } = chainSideValue(isCall, quote, strike, forward, years, rate);
  const chgOi = quote.oi - quote.prevOi;
  const priceChange = quote.ltp > 0 && quote.prevClose > 0 ? quote.ltp - quote.prevClose : Number.NaN;
  const shown: ChainSide = {
    instrumentId: quote.instrumentId,
    ltp: price(quote.ltp),
    bid: price(quote.bid),
    ask: price(quote.ask),
    volume: known(quote.volume),
    oi: known(quote.oi),
    chgOi: known(chgOi),
    chgOiReason: Number.isNaN(chgOi) ? (quote.prevOiReason ?? 'the open interest is not known') : null,
    iv: known(iv),
    ivReason: reason,
    delta: known(delta),
    gamma: known(gamma),
    theta: known(theta),
    vega: known(vega),
    buildup: oiBuildup(priceChange, chgOi),
  };
  return { shown, figure: { price: fairPrice(quote), oi: quote.oi, volume: quote.volume, iv, delta } };
}

function price(paise: number): number | null {
  return paise > 0 ? paise : null;
}

function known(figure: number): number | null {
  return Number.isNaN(figure) ? null : figure;
}
