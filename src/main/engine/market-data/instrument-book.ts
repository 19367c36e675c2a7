import type { InstrumentKind } from '../../../contract/enums.ts';
import type { Instrument } from '../../../contract/market.ts';
import { AppError } from '../core/app-error.ts';
import { searchInstruments } from './instrument-search.ts';

/** Every instrument the desk knows, by our id. */
export class InstrumentBook {
  #byId = new Map<number, Instrument>();
  #all: Instrument[] = [];

  /** Adds instruments or replaces those of the same id. */
  add(instruments: readonly Instrument[]): void {
    for (const instrument of instruments) this.#byId.set(instrument.id, instrument);
    this.#all = [...this.#byId.values()];
  }

  /** Throws INSTRUMENT_UNKNOWN. */
  get(id: number): Instrument {
    const instrument = this.#byId.get(id);
    if (instrument === undefined) {
      throw new AppError('INSTRUMENT_UNKNOWN', `No instrument has the id ${id}. Search for it by name.`, { id });
    }
    return instrument;
  }

  find(id: number): Instrument | null {
    return this.#byId.get(id) ?? null;
  }

  all(): readonly Instrument[] {
    return this.#all;
  }

  /** The best matches first of what a market lists; contracts expired before `today` (`YYYY-MM-DD`) are left out. */
  search(query: string, today: string, lists: (id: number) => boolean, limit: number): Instrument[] {
    const listed = this.#all.filter(({ id }) => lists(id));
    return searchInstruments(listed, query, today, limit);
  }

  /** The index an option or future stands on, or null. */
  index(underlying: string): Instrument | null {
    return this.#all.find((other) => other.kind === 'INDEX' && other.underlying === underlying) ?? null;
  }

  /** Options of the nearest expiry not before `today`, by strike. */
  nearestOptions(underlying: string, kind: InstrumentKind, today: string): Instrument[] {
    const live = this.#all.filter(
      (other) =>
        other.underlying === underlying && other.kind === kind && other.expiry !== null && other.expiry >= today,
    );
    const expiry = live.reduce<string | null>(
      (first, { expiry }) => (first === null || expiry! < first ? expiry : first),
      null,
    );
    return live.filter((other) => other.expiry === expiry).sort((a, b) => a.strike! - b.strike!);
  }

  /** The option `steps` strikes away on the same expiry and side, stopping at the edge of the chain. */
  step(instrument: Instrument, steps: number): Instrument {
    if (instrument.strike === null) {
      throw new AppError(
        'INSTRUMENT_UNKNOWN',
        `${instrument.name} has no strikes to step through. Focus an option first (C or P).`,
        {
          instrument: instrument.symbol,
        },
      );
    }
    const chain = this.#all
      .filter(
        (other) =>
          other.underlying === instrument.underlying &&
          other.kind === instrument.kind &&
          other.expiry === instrument.expiry,
      )
      .sort((a, b) => a.strike! - b.strike!);
    const place = chain.findIndex((other) => other.id === instrument.id) + steps;
    return chain[Math.min(chain.length - 1, Math.max(0, place))]!;
  }
}
