import type { Chain, ChainChoice, ChainExpiry, ChainTerm, StraddlePoint } from '../../../contract/chain.ts';
import type { Instrument } from '../../../contract/market.ts';
import type { Clock } from '../core/clock.ts';
import { DAY_MS, istDay, istMidnight } from '../core/ist.ts';
import { chainView } from '../domain/chain-view.ts';
import type { ChainMarket, ListedQuote, ListedStrike } from '../domain/chain-view.ts';
import type { QuoteBook } from '../domain/quote.ts';
import { tradingEnds } from '../domain/trading-ends.ts';
import type { ListedPair, OptionListing } from '../market-data/option-listing.ts';
import type { RecordedChain, RecordedSide, TickStore } from '../store/tick-store.ts';
import type { ClosingOi } from './closing-oi.ts';

export interface OptionChainsParts {
  clock: Clock;
  quotes: QuoteBook;
  listing: OptionListing;
  /** Whether a contract is part of this market. */
  lists: (instrumentId: number) => boolean;
  closingOi: ClosingOi;
  /** The risk-free rate in force on a day `YYYY-MM-DD`; per year, a fraction. */
  rate: (day: string) => number;
  recorded: {
    ticks: TickStore;
    /** Of the session's ticks, as in the tick store. */
    source: string;
    /** Milliseconds after 00:00 IST at which the session begins. */
    barAnchor: number;
  };
}

/** What a line across a screen can show. */
const STRADDLE_POINTS = 500;

/** The option chains of one session, as they stand at its clock's now. */
export class OptionChains {
  readonly #parts: OptionChainsParts;

  constructor(parts: OptionChainsParts) {
    this.#parts = parts;
  }

  /** Those with an expiry that still trades. */
  underlyings(): string[] {
    return this.#parts.listing.underlyings().filter((underlying) => this.#live(underlying).length > 0);
  }

  expiries(underlying: string): ChainExpiry[] {
    const now = this.#parts.clock.now();
    const known = this.#parts.listing.expiries(underlying);
    return this.#live(underlying).map(({ expiry, strikes }) => ({
      expiry,
      daysLeft: (tradingEnds({ expiry }) - now) / DAY_MS,
      monthly: !known.some((other) => other > expiry && other.slice(0, 7) === expiry.slice(0, 7)),
      strikes,
    }));
  }

  view(choice: ChainChoice): Chain {
    return chainView(this.market(choice));
  }

  /** Each expiry at the money, nearest first. */
  term(underlying: string): ChainTerm[] {
    return this.#live(underlying).map(({ expiry }) => {
      const { daysLeft, forward, figures } = this.view({ underlying, expiry });
      return { expiry, daysLeft, atmIv: figures.atmIv, forward, straddle: figures.straddle };
    });
  }

  /** The chain as it was recorded at or shortly before `ts`, or at now when that is later than now; null when it was not. */
  async at(choice: ChainChoice, ts: number): Promise<Chain | null> {
    const { ticks, source } = this.#parts.recorded;
    return this.#read(choice, ts, (spot, at) => ticks.chainAt(source, spot, choice.expiry, at));
  }

  /** The same where no chain was recorded: as a file that was imported has it. */
  async importedAt(choice: ChainChoice, ts: number): Promise<Chain | null> {
    const { ticks } = this.#parts.recorded;
    return this.#read(choice, ts, (spot, at) => ticks.importedChainAt(spot, choice.expiry, at));
  }

  async #read(
    choice: ChainChoice,
    ts: number,
    read: (underlyingId: number, at: number) => Promise<RecordedChain | null>,
  ): Promise<Chain | null> {
    const { clock, listing, rate } = this.#parts;
    const spot = listing.spot(choice.underlying);
    const chain = spot === null ? null : await read(spot.id, Math.min(ts, clock.now()));
    if (chain === null) return null;
    const pairs = new Map(listing.pairs(choice.underlying, choice.expiry).map((pair) => [pair.strike, pair]));
    const side = (quote: RecordedSide | null, contract: Instrument | null | undefined): ListedQuote | null => {
      if (quote === null || contract === null || contract === undefined) return null;
      const prevOiReason = Number.isNaN(quote.prevOi) ? 'the previous close was not known when it was recorded' : null;
      return { ...quote, instrumentId: contract.id, prevClose: 0, prevOiReason };
    };
    const view = chainView({
      ...choice,
      ts: chain.ts,
      expiresAt: tradingEnds(choice),
      spot: chain.spot,
      prevClose: 0,
      lotSize: lotSizeOf(pairs.values().next().value),
      rate: rate(istDay(chain.ts)),
      strikes: chain.strikes.map(({ strike, call, put }) => ({
        strike,
        call: side(call, pairs.get(strike)?.call),
        put: side(put, pairs.get(strike)?.put),
      })),
    });
    return { ...view, readFrom: 'recording' };
  }

  /** The straddle at the money since the session began, as recorded. */
  async straddles(choice: ChainChoice): Promise<StraddlePoint[]> {
    const { clock, listing, rate, recorded } = this.#parts;
    const spot = listing.spot(choice.underlying);
    if (spot === null) return [];
    const now = clock.now();
    const day = istDay(now);
    return recorded.ticks.straddles(recorded.source, {
      underlyingId: spot.id,
      expiry: choice.expiry,
      expiresAt: tradingEnds(choice),
      rate: rate(day),
      from: istMidnight(day) + recorded.barAnchor,
      to: now,
      most: STRADDLE_POINTS,
    });
  }

  /** Whether a tick of an instrument changes the chain. */
  concerns({ underlying, expiry }: ChainChoice, instrumentId: number): boolean {
    return this.#parts.listing.concerns(underlying, expiry, instrumentId);
  }

  /** The quotes of a chain; strikes that nobody has quoted yet are left out. */
  market({ underlying, expiry }: ChainChoice): ChainMarket {
    const { clock, quotes, listing, closingOi, rate } = this.#parts;
    const now = clock.now();
    const spot = listing.spot(underlying);
    const spotQuote = spot === null ? null : quotes.get(spot.id);
    const pairs = listing.pairs(underlying, expiry);
    const closing = closingOi.of({ underlying, expiry }, istDay(now));
    const side = (contract: Instrument | null, strike: number): ListedQuote | null => {
      const quote = contract === null ? null : quotes.get(contract.id);
      if (contract === null || quote === null) return null;
      const { ltp, bid, ask, volume, oi, prevClose } = quote;
      const before = closing.side(strike, contract.kind === 'CE');
      return { instrumentId: contract.id, ltp, bid, ask, volume, oi, prevClose, ...before };
    };
    const strikes = pairs
      .map(({ strike, call, put }): ListedStrike => ({ strike, call: side(call, strike), put: side(put, strike) }))
      .filter(({ call, put }) => call !== null || put !== null);
    return {
      underlying,
      expiry,
      ts: now,
      expiresAt: tradingEnds({ expiry }),
      spot: spotQuote?.ltp ?? 0,
      prevClose: spotQuote?.prevClose ?? 0,
      lotSize: lotSizeOf(pairs[0]),
      rate: rate(istDay(now)),
      strikes,
    };
  }

  #live(underlying: string): { expiry: string; strikes: number }[] {
    const { clock, listing, lists } = this.#parts;
    const now = clock.now();
    return listing
      .expiries(underlying)
      .filter((expiry) => tradingEnds({ expiry }) > now)
      .map((expiry) => ({
        expiry,
        strikes: listing
          .pairs(underlying, expiry)
          .filter(({ call, put }) => (call !== null && lists(call.id)) || (put !== null && lists(put.id))).length,
      }))
      .filter(({ strikes }) => strikes > 0);
  }
}

function lotSizeOf(pair: ListedPair | undefined): number {
  return pair?.call?.lotSize ?? pair?.put?.lotSize ?? 0;
}
