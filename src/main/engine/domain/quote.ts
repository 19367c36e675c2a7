import type { Tick } from './tick.ts';

/** What is known now of one instrument: its last tick, and the day so far. Prices in paise, 0 when absent. */
export interface MarketQuote extends Tick {
  open: number;
  high: number;
  low: number;
  prevClose: number;
}

/** The quote cache as its readers see it. */
export interface QuoteBook {
  /** Null before the first tick of that instrument. Live: read it at once, do not keep it. */
  get(instrumentId: number): Readonly<MarketQuote> | null;
  /**
   * Stale, defined once: the feed is silent (nothing for 3 s), or this quote was not confirmed since a reconnect.
   * A quiet symbol on a live feed is not stale.
   */
  isStale(instrumentId: number): boolean;
}
