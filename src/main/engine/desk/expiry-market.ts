import type { Instrument } from '../../../contract/market.ts';
import { impliedVolatility } from '../domain/black76-implied.ts';
import { atTheMoney, meanOfKnown } from '../domain/chain-figures.ts';
import { fairPrice } from '../domain/chain-quote.ts';
import type { ChainQuote, ChainStrike } from '../domain/chain-quote.ts';
import { parityForward } from '../domain/parity-forward.ts';
import type { QuoteBook } from '../domain/quote.ts';
import { tradingEnds } from '../domain/trading-ends.ts';

/** What the options of one expiry say of it now. */
export interface ExpiryMarket {
  /** By put-call parity, paise; null without a strike quoted on both sides. */
  forward: number | null;
  /** At the strike nearest to the forward, per year, a fraction; null when no price there implies one. */
  atmIv: number | null;
}

const YEAR_MS = 365 * 86_400_000;

/** The market's own price of an instrument: the mid, or the last without one; paise, NaN when there is neither. */
export function marketPrice(quotes: QuoteBook, instrumentId: number): number {
  return fairPrice(chainQuote(quotes, instrumentId));
}

/**
 * Forward and volatility at the money of the quoted options among `contracts`, which are of one underlying and expiry.
 * @param now epoch ms
 * @param rate per year, a fraction
 */
export function expiryMarket(
  contracts: readonly Instrument[],
  quotes: QuoteBook,
  now: number,
  rate: number,
): ExpiryMarket {
  const strikes = strikesOf(contracts, quotes);
  const first = contracts[0];
  const years = first === undefined ? 0 : (tradingEnds(first) - now) / YEAR_MS;
  const forward = parityForward(strikes, years, rate);
  const nearest = atTheMoney(strikes, forward ?? Number.NaN);
  if (forward === null || nearest === null) return { forward, atmIv: null };
  const ivOf = (isCall: boolean, quote: ChainQuote | null) =>
    impliedVolatility(isCall, fairPrice(quote), forward, nearest.strike, years, rate).iv;
  return { forward, atmIv: meanOfKnown(ivOf(true, nearest.call), ivOf(false, nearest.put)) };
}

function strikesOf(contracts: readonly Instrument[], quotes: QuoteBook): ChainStrike[] {
  const rows = new Map<number, ChainStrike>();
  for (const { id, kind, strike } of contracts) {
    const quote = strike === null ? null : chainQuote(quotes, id);
    if (strike === null || quote === null) continue;
    const row = rows.get(strike) ?? { strike, call: null, put: null };
    rows.set(strike, kind === 'CE' ? { ...row, call: quote } : { ...row, put: quote });
  }
  return [...rows.values()];
}

function chainQuote(quotes: QuoteBook, instrumentId: number): ChainQuote | null {
  const quote = quotes.get(instrumentId);
  if (quote === null) return null;
  return { ltp: quote.ltp, bid: quote.bid, ask: quote.ask, oi: quote.oi, prevOi: Number.NaN };
}
