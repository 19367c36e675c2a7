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

/** The middle of bid and ask, the last price when one of them is absent, NaN when there is neither; paise. */
export function fairPrice(quote: ChainQuote | null): number {
  if (quote === null) return Number.NaN;
  if (hasBook(quote)) return (quote.bid + quote.ask) / 2;
  return quote.ltp > 0 ? quote.ltp : Number.NaN;
}

/** Whether somebody bids and somebody offers. */
export function hasBook(quote: ChainQuote): boolean {
  return quote.bid > 0 && quote.ask >= quote.bid;
}
