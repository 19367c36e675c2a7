import type { Instrument } from '../../../contract/market.ts';

const KIND_RANK = { INDEX: 0, EQ: 1, FUT: 2, CE: 3, PE: 3 } as const;

/**
 * Instruments matching every word of the query, best first: an exact symbol, then indices, equities, futures,
 * then options by nearest expiry. "nifty 24500 ce" finds the nearest expiry's call first.
 */
export function searchInstruments(
  instruments: readonly Instrument[],
  query: string,
  today: string,
  limit: number,
): Instrument[] {
  const words = query
    .toUpperCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  const whole = words.join(' ');
  return instruments
    .filter((instrument) => (instrument.expiry === null || instrument.expiry >= today) && matches(instrument, words))
    .sort(
      (a, b) =>
        rank(a, whole) - rank(b, whole) ||
        compare(a.expiry ?? '', b.expiry ?? '') ||
        compare(a.underlying, b.underlying) ||
        (a.strike ?? 0) - (b.strike ?? 0),
    )
    .slice(0, limit);
}

function matches(instrument: Instrument, words: string[]): boolean {
  const text = `${instrument.symbol} ${instrument.name} ${instrument.underlying} ${instrument.kind}`.toUpperCase();
  const parts = text.split(/\s+/);
  return words.every(
    (word) => parts.some((part) => part.startsWith(word)) || instrument.symbol.toUpperCase().includes(word),
  );
}

function rank(instrument: Instrument, whole: string): number {
  const exact = instrument.symbol.toUpperCase() === whole || instrument.name.toUpperCase() === whole ? 0 : 10;
  return exact + KIND_RANK[instrument.kind];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
