import type { Instrument } from '../../../contract/market.ts';
import type { Clock, Timer } from '../core/clock.ts';
import { istDay } from '../core/ist.ts';
import type { TradingCalendar } from '../domain/calendar.ts';
import { optionChain } from '../domain/option-chain.ts';
import type { ChainQuote } from '../domain/chain-quote.ts';
import type { OptionChainRow } from '../domain/option-chain.ts';
import type { QuoteBook } from '../domain/quote.ts';
import type { InstrumentBook } from '../market-data/instrument-book.ts';
import type { ChainRow, TickStore } from '../store/tick-store.ts';

/** How often a snapshot of every listed chain is kept. */
const SNAPSHOT_MS = 60_000;
/** Options end with the derivatives session of their last day. */
const CLOSE_OF_EXPIRY = 'FNO';

export interface ChainRecorderParts {
  clock: Clock;
  ticks: TickStore;
  quotes: QuoteBook;
  instruments: InstrumentBook;
  calendar: TradingCalendar;
  /** The risk-free rate in force on a day `YYYY-MM-DD`; per year, a fraction. */
  rate: (day: string) => number;
  onError: (error: unknown) => void;
}

/** Keeps a snapshot of every option chain once a minute, in the shape of the `option_chain` table. */
export class ChainRecorder {
  readonly #parts: ChainRecorderParts;
  #timer: Timer | null = null;

  constructor(parts: ChainRecorderParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = this.#parts.clock.setInterval(() => {
      this.#parts.ticks.appendChain(this.snapshot()).catch(this.#parts.onError);
    }, SNAPSHOT_MS);
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** Every strike with a quote, of every underlying and expiry listed now. */
  snapshot(): ChainRow[] {
    const { clock, instruments, calendar, rate } = this.#parts;
    const now = clock.now();
    return [...this.#chains(istDay(now))].flatMap(([underlying, byExpiry]) => {
      const index = instruments.index(underlying);
      if (index === null) return [];
      return [...byExpiry].flatMap(([expiry, options]) => {
        const session = calendar.sessionOf(expiry, CLOSE_OF_EXPIRY);
        if (session === null || session.close <= now) return [];
        const { rows } = optionChain(this.#strikes(options), now, session.close, rate(istDay(now)));
        return rows.map((row) => chainRow(row, index.id, expiry, now));
      });
    });
  }

  #chains(today: string): Map<string, Map<string, Instrument[]>> {
    const chains = new Map<string, Map<string, Instrument[]>>();
    for (const instrument of this.#parts.instruments.all()) {
      if (instrument.strike === null || instrument.expiry === null || instrument.expiry < today) continue;
      if (this.#parts.quotes.get(instrument.id) === null) continue;
      const byExpiry = chains.get(instrument.underlying) ?? new Map<string, Instrument[]>();
      byExpiry.set(instrument.expiry, [...(byExpiry.get(instrument.expiry) ?? []), instrument]);
      chains.set(instrument.underlying, byExpiry);
    }
    return chains;
  }

  #strikes(options: readonly Instrument[]) {
    const strikes = new Map<number, { strike: number; call: ChainQuote | null; put: ChainQuote | null }>();
    for (const { id, strike, kind } of options) {
      const quote = this.#parts.quotes.get(id)!;
      const side = { ltp: quote.ltp, bid: quote.bid, ask: quote.ask, oi: quote.oi, prevOi: Number.NaN };
      const row = strikes.get(strike!) ?? { strike: strike!, call: null, put: null };
      strikes.set(strike!, kind === 'CE' ? { ...row, call: side } : { ...row, put: side });
    }
    return [...strikes.values()];
  }
}

function chainRow(row: OptionChainRow, underlyingId: number, expiry: string, ts: number): ChainRow {
  const { callIvReason: _call, putIvReason: _put, ...figures } = row;
  return { underlyingId, expiry, ts, ...figures };
}
