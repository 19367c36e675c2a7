import type { Instrument } from '../../../contract/market.ts';
import type { InstrumentBook } from './instrument-book.ts';

/** Both contracts of a strike, null where one is not listed. */
export interface ListedPair {
  strike: number;
  call: Instrument | null;
  put: Instrument | null;
}

type Expiries = Map<string, ListedPair[]>;

/** The options of the instrument book by underlying, expiry and strike; sorted again only when the book changes. */
export class OptionListing {
  readonly #instruments: InstrumentBook;
  #sorted: readonly Instrument[] | null = null;
  #options = new Map<string, Expiries>();
  #spots = new Map<string, Instrument>();

  constructor(instruments: InstrumentBook) {
    this.#instruments = instruments;
  }

  underlyings(): string[] {
    this.#sort();
    return [...this.#options.keys()];
  }

  /** Every expiry known, ascending, those that have passed too. */
  expiries(underlying: string): string[] {
    this.#sort();
    return [...(this.#options.get(underlying)?.keys() ?? [])];
  }

  /** By strike, ascending. */
  pairs(underlying: string, expiry: string): readonly ListedPair[] {
    this.#sort();
    return this.#options.get(underlying)?.get(expiry) ?? [];
  }

  /** Whether an instrument is one of an expiry's options, or what they stand on. */
  concerns(underlying: string, expiry: string, instrumentId: number): boolean {
    this.#sort();
    const instrument = this.#instruments.find(instrumentId);
    if (instrument === null || instrument.underlying !== underlying) return false;
    return instrument.expiry === expiry || instrument === this.#spots.get(underlying);
  }

  /** What the options stand on: the index, or the share of that name; null when it is not listed. */
  spot(underlying: string): Instrument | null {
    this.#sort();
    return this.#spots.get(underlying) ?? null;
  }

  #sort(): void {
    const all = this.#instruments.all();
    if (all === this.#sorted) return;
    this.#sorted = all;
    this.#spots = new Map();
    const strikes = new Map<string, Map<string, Map<number, ListedPair>>>();
    for (const instrument of all) {
      const { kind, underlying, expiry, strike } = instrument;
      if (kind === 'INDEX') this.#spots.set(underlying, instrument);
      else if (kind === 'EQ' && !this.#spots.has(underlying)) this.#spots.set(underlying, instrument);
      if (expiry === null || strike === null) continue;
      const pair = child(child(strikes, underlying), expiry);
      const known = pair.get(strike) ?? { strike, call: null, put: null };
      pair.set(strike, kind === 'CE' ? { ...known, call: instrument } : { ...known, put: instrument });
    }
    this.#options = new Map([...strikes].map(([underlying, expiries]) => [underlying, inOrder(expiries)]));
  }
}

function child<K, V, C>(parent: Map<K, Map<V, C>>, key: K): Map<V, C> {
  let found = parent.get(key);
  if (found === undefined) parent.set(key, (found = new Map()));
  return found;
}

function inOrder(expiries: Map<string, Map<number, ListedPair>>): Expiries {
  return new Map(
    [...expiries]
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([expiry, pairs]) => [expiry, [...pairs.values()].sort((a, b) => a.strike - b.strike)]),
  );
}
