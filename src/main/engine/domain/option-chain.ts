import type { ChainQuote, ChainStrike } from './chain-quote.ts';
import { chainSideValue } from './chain-side.ts';
import { parityForward } from './parity-forward.ts';

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

const DAY_MS = 86_400_000;

/**
 * The chain of one underlying and expiry at one moment, on the forward that put-call parity gives.
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
  const rows = strikes
    .map((strike) => optionChainRow(strike, forward, years, rate))
    .sort((a, b) => a.strike - b.strike);
  return { forward, rows };
}

/** One strike on a forward that is known; paise, NaN when it is not. */
export function optionChainRow(
  { strike, call, put }: ChainStrike,
  forward: number,
  years: number,
  rate: number,
): OptionChainRow {
  const callValue = chainSideValue(true, call, strike, forward, years, rate);
  const putValue = chainSideValue(false, put, strike, forward, years, rate);
  return {
    strike,
    callOi: call?.oi ?? Number.NaN,
    callChgOi: changeOf(call),
    callIv: callValue.iv,
    callDelta: callValue.delta,
    callLtp: lastPrice(call),
    putOi: put?.oi ?? Number.NaN,
    putChgOi: changeOf(put),
    putIv: putValue.iv,
    putDelta: putValue.delta,
    putLtp: lastPrice(put),
    callIvReason: callValue.reason,
    putIvReason: putValue.reason,
  };
}

function changeOf(quote: ChainQuote | null): number {
  return quote === null ? Number.NaN : quote.oi - quote.prevOi;
}

function lastPrice(quote: ChainQuote | null): number {
  return quote !== null && quote.ltp > 0 ? quote.ltp : Number.NaN;
}
