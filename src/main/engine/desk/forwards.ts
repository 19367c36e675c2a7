import type { Instrument } from '../../../contract/market.ts';
import type { QuoteBook } from '../domain/quote.ts';
import type { InstrumentBook } from '../market-data/instrument-book.ts';

/** The price, in paise, that each underlying of the positions stands at: its index, before the index's first tick none. */
export function forwards(
  positions: readonly { instrument: Instrument }[],
  quotes: QuoteBook,
  instruments: InstrumentBook,
): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { instrument } of positions) {
    const index = instruments.index(instrument.underlying);
    const ltp = index === null ? 0 : (quotes.get(index.id)?.ltp ?? 0);
    if (ltp > 0) found[instrument.underlying] = ltp;
  }
  return found;
}
