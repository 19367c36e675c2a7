import type { DeskStore, NewInstrument } from '../store/desk-store.ts';
import type { InstrumentBook } from '../market-data/instrument-book.ts';

/** A cash instrument's tick where a file says nothing of it: the smallest of the exchange's, so that no price is refused. */
const SMALLEST_TICK = 1;

/**
 * Our ids for the symbols of a file, in their order. Known ones are found, an index by the name of its options too
 * (NIFTY is NIFTY 50); others become shares or indices of NSE.
 */
export function importedInstruments(
  store: DeskStore,
  instruments: InstrumentBook,
  symbols: readonly { symbol: string; kind: string | null }[],
): number[] {
  const known = new Map(instruments.all().map((instrument) => [instrument.symbol, instrument]));
  for (const { symbol } of symbols) {
    const index = known.has(symbol) ? null : instruments.index(symbol);
    if (index !== null) known.set(symbol, index);
  }
  const added: NewInstrument[] = symbols
    .filter(({ symbol }) => !known.has(symbol))
    .map(({ symbol, kind }) => ({
      exchange: 'NSE',
      symbol,
      name: symbol,
      underlying: symbol,
      kind: isIndex(symbol, kind) ? 'INDEX' : 'EQ',
      expiry: null,
      strike: null,
      lotSize: 1,
      tickSize: SMALLEST_TICK,
      freezeQty: null,
    }));
  if (added.length > 0) {
    const stored = store.transaction((tx) => tx.upsertInstruments(added));
    instruments.add(stored);
    for (const instrument of stored) known.set(instrument.symbol, instrument);
  }
  return symbols.map(({ symbol }) => known.get(symbol)!.id);
}

function isIndex(symbol: string, kind: string | null): boolean {
  return kind === null ? /^(NIFTY|INDIA VIX|SENSEX|BANKEX)/i.test(symbol) : /^ind/i.test(kind);
}
