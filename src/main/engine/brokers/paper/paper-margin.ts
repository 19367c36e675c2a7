import type { Instrument } from '../../../../contract/market.ts';
import { marginOf } from '../../domain/margin.ts';
import type { MarginPosition } from '../../domain/margin.ts';
import type { MarketQuote, QuoteBook } from '../../domain/quote.ts';
import type { MarginEstimate } from './paper-funds.ts';

function markOf(quote: Readonly<MarketQuote> | null): number {
  if (quote === null) return 0;
  if (quote.ltp > 0) return quote.ltp;
  return quote.bid > 0 && quote.ask > 0 ? Math.round((quote.bid + quote.ask) / 2) : Math.max(quote.bid, quote.ask);
}

/** The margin a paper account asks for: the estimate of domain/margin over the quotes of the moment. */
export function paperMargin(parts: {
  instrument: (id: number) => Instrument | null;
  quotes: QuoteBook;
  /** Paise; null when no price of that underlying is known. */
  forward: (underlying: string) => number | null;
  /** Today, IST, `YYYY-MM-DD`. */
  day: () => string;
}): MarginEstimate {
  return (positions) => {
    const market: Record<string, number> = {};
    const held: MarginPosition[] = [];
    for (const { instrumentId, netQty, product } of positions) {
      const instrument = parts.instrument(instrumentId);
      if (instrument === null) continue;
      held.push({ instrument, netQty, product, ltp: markOf(parts.quotes.get(instrumentId)) });
      const forward = parts.forward(instrument.underlying);
      if (forward !== null && forward > 0) market[instrument.underlying] = forward;
    }
    return marginOf(held, market, parts.day()).total;
  };
}
