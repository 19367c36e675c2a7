import { black76, emptyOptionValue } from './black76.ts';
import { impliedVolatility } from './black76-implied.ts';

/** One side of a strike as quoted. Prices in paise, 0 when absent; oi in units, NaN when unknown. */
export interface ChainQuote {
  ltp: number;
  bid: number;
  ask: number;
  oi: number;
  /** Open interest at the previous session's close, NaN when unknown. */
  prevOi: number;
}

export interface ChainStrike {
  /** Paise. */
  strike: number;
  call: ChainQuote | null;
  put: ChainQuote | null;
}

/** A row of the chain: `ChainRow` of the tick store without its identity, and why an IV is missing. */
export interface OptionChainRow {
  strike: number;
  callOi: number;
  callChgOi: number;
  /** Per year, a fraction; NaN with the reason in `callIvReason`. */
  callIv: number;
  callDelta: number;
  callLtp: number;
  putOi: number;
  putChgOi: number;
  putIv: number;
  putDelta: number;
  putLtp: number;
  callIvReason: string | null;
  putIvReason: string | null;
}

export interface OptionChain {
  /** Paise; NaN when no strike has both sides and no fallback was given. */
  forward: number;
  /** By strike, ascending. */
  rows: OptionChainRow[];
}

const PARITY_STRIKES = 3;
const DAY_MS = 86_400_000;
const value = emptyOptionValue();

/**
 * The chain of one underlying and expiry at one moment.
 * The forward comes from put-call parity at the strikes where call and put are nearest to each other.
 * @param now and `expiresAt` epoch ms
 * @param rate per year, a fraction
 * @param fallbackForward paise, used when parity gives none (e.g. the future), or null
 */
export function optionChain(
  strikes: readonly ChainStrike[],
  now: number,
  expiresAt: number,
  rate: number,
  fallbackForward: number | null = null,
): OptionChain {
  const years = (expiresAt - now) / (365 * DAY_MS);
  const forward = parityForward(strikes, years, rate) ?? fallbackForward ?? Number.NaN;
  const rows = strikes.map((strike) => rowOf(strike, forward, years, rate)).sort((a, b) => a.strike - b.strike);
  return { forward, rows };
}

/** The middle of bid and ask, the last price when one of them is absent, NaN when there is neither; paise. */
export function fairPrice(quote: ChainQuote | null): number {
  if (quote === null) return Number.NaN;
  if (quote.bid > 0 && quote.ask > 0) return (quote.bid + quote.ask) / 2;
  return quote.ltp > 0 ? quote.ltp : Number.NaN;
}

/** Forward implied by put-call parity, paise; null without a strike quoted on both sides. */
export function parityForward(strikes: readonly ChainStrike[], years: number, rate: number): number | null {
  const growth = Math.exp(rate * Math.max(0, years));
  const pairs = strikes
    .map(({ strike, call, put }) => ({ strike, difference: fairPrice(call) - fairPrice(put) }))
    .filter(({ difference }) => !Number.isNaN(difference))
    .sort((a, b) => Math.abs(a.difference) - Math.abs(b.difference) || a.strike - b.strike)
    .slice(0, PARITY_STRIKES);
  if (pairs.length === 0) return null;
  return pairs.reduce((sum, { strike, difference }) => sum + strike + difference * growth, 0) / pairs.length;
}

function rowOf({ strike, call, put }: ChainStrike, forward: number, years: number, rate: number): OptionChainRow {
  const callSide = sideOf(true, call, strike, forward, years, rate);
  const putSide = sideOf(false, put, strike, forward, years, rate);
  return {
    strike,
    callOi: callSide.oi,
    callChgOi: callSide.chgOi,
    callIv: callSide.iv,
    callDelta: callSide.delta,
    callLtp: callSide.ltp,
    putOi: putSide.oi,
    putChgOi: putSide.chgOi,
    putIv: putSide.iv,
    putDelta: putSide.delta,
    putLtp: putSide.ltp,
    callIvReason: callSide.reason,
    putIvReason: putSide.reason,
  };
}

function sideOf(
  isCall: boolean,
  quote: ChainQuote | null,
  strike: number,
  forward: number,
  years: number,
  rate: number,
): { oi: number; chgOi: number; iv: number; delta: number; ltp: number; reason: string | null } {
  const unknown = Number.NaN;
  if (quote === null) {
    return { oi: unknown, chgOi: unknown, iv: unknown, delta: unknown, ltp: unknown, reason: 'not quoted' };
  }
  const { iv, reason } = impliedVolatility(isCall, fairPrice(quote), forward, strike, years, rate);
  const delta = Number.isNaN(iv) ? unknown : black76(value, isCall, forward, strike, years, iv, rate).delta;
  return {
    oi: quote.oi,
    chgOi: quote.oi - quote.prevOi,
    iv,
    delta,
    ltp: quote.ltp > 0 ? quote.ltp : unknown,
    reason,
  };
}
