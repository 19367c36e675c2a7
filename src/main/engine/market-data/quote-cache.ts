import type { FeedHealth } from '../../../contract/market.ts';
import { DAY_MS, istDay, istMidnight } from '../core/ist.ts';
import type { MarketQuote, QuoteBook } from '../domain/quote.ts';
import { emptyDepth, emptyTick } from '../domain/tick.ts';
import type { Depth, Tick } from '../domain/tick.ts';

/** A quote this far ahead of the clock is of a clock that has been set back since. */
const AHEAD_MS = 60_000;

interface CachedQuote extends MarketQuote {
  /** End of the IST day that open, high and low belong to, epoch ms. */
  dayEnds: number;
}

export interface QuoteCacheOptions {
  /** Epoch ms of the session's clock. */
  now: () => number;
  health: () => FeedHealth;
  prevClose: (instrumentId: number) => number;
  /** Whether an instant counts for the day's open, high and low. */
  inSession: (ts: number) => boolean;
}

/** The latest quote of every instrument, written before anybody hears of a tick. */
export class QuoteCache implements QuoteBook {
  readonly #options: QuoteCacheOptions;
  readonly #quotes: (CachedQuote | undefined)[] = [];

  constructor(options: QuoteCacheOptions) {
    this.#options = options;
  }

  get(instrumentId: number): Readonly<MarketQuote> | null {
    return this.#quotes[instrumentId] ?? null;
  }

  isStale(instrumentId: number): boolean {
    return this.#quotes[instrumentId] === undefined || this.#options.health().state === 'stale';
  }

  /**
   * Folds one tick in. An older tick than the last still counts for the day's range, not for the last price; unless the
   * last is ahead of the clock, which was set back then: a price must not stand still until time has caught up.
   */
  apply(tick: Tick): void {
    let quote = this.#quotes[tick.instrumentId];
    if (quote === undefined) {
      quote = this.#blank(tick);
      this.#quotes[tick.instrumentId] = quote;
    }
    if (tick.ts >= quote.dayEnds) this.#startDay(quote, tick.ts);
    if (tick.ltp > 0 && this.#options.inSession(tick.ts)) {
      if (quote.open === 0) quote.open = tick.ltp;
      if (tick.ltp > quote.high) quote.high = tick.ltp;
      if (quote.low === 0 || tick.ltp < quote.low) quote.low = tick.ltp;
    }
    if (tick.ts < quote.ts && quote.ts <= this.#options.now() + AHEAD_MS) return;
    quote.ts = tick.ts;
    if (tick.ltp > 0) quote.ltp = tick.ltp;
    quote.bid = tick.bid;
    quote.ask = tick.ask;
    quote.bidQty = tick.bidQty;
    quote.askQty = tick.askQty;
    quote.volume = tick.volume;
    quote.oi = tick.oi;
    quote.estimatedBook = tick.estimatedBook;
    copyDepth(quote, tick.depth);
  }

  #blank(tick: Tick): CachedQuote {
    const { instrumentId } = tick;
    return { ...emptyTick(), instrumentId, open: 0, high: 0, low: 0, prevClose: 0, dayEnds: 0 };
  }

  #startDay(quote: CachedQuote, ts: number): void {
    quote.dayEnds = istMidnight(istDay(ts)) + DAY_MS;
    quote.open = 0;
    quote.high = 0;
    quote.low = 0;
    quote.prevClose = this.#options.prevClose(quote.instrumentId);
  }
}

function copyDepth(quote: MarketQuote, depth: Depth | null): void {
  if (depth === null) {
    quote.depth = null;
    return;
  }
  quote.depth ??= emptyDepth();
  quote.depth.bidPrice.set(depth.bidPrice);
  quote.depth.bidQty.set(depth.bidQty);
  quote.depth.askPrice.set(depth.askPrice);
  quote.depth.askQty.set(depth.askQty);
}
