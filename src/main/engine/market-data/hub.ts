import type { Tick } from '../domain/tick.ts';
import type { Feed } from './feed.ts';
import { QuoteCache } from './quote-cache.ts';

type TickListener = (tick: Tick) => void;

/**
 * The tick path: feed → quote cache → listeners, in the order they joined.
 * A listener that throws is reported and does not keep the others from the tick.
 */
export class MarketHub {
  readonly quotes: QuoteCache;
  readonly #feed: Feed;
  readonly #onError: (error: unknown) => void;
  #listeners: TickListener[] = [];

  constructor(
    feed: Feed,
    options: { now: () => number; inSession: (ts: number) => boolean; onError: (error: unknown) => void },
  ) {
    this.#feed = feed;
    this.#onError = options.onError;
    this.quotes = new QuoteCache({
      now: options.now,
      health: () => feed.health(),
      prevClose: (instrumentId) => feed.prevClose(instrumentId),
      inSession: options.inSession,
    });
  }

  /** Joins the end of the line; the returned function leaves it. */
  onTick(listener: TickListener): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  start(): void {
    this.#feed.start((tick) => this.#take(tick));
  }

  stop(): void {
    this.#feed.stop();
  }

  #take(tick: Tick): void {
    this.quotes.apply(tick);
    for (const listener of this.#listeners) {
      try {
        listener(tick);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
