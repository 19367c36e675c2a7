import type { Depth } from './tick.ts';

/** What is known now of one instrument. Prices in paise, 0 when absent; quantities and oi in units. */
export interface MarketQuote {
  instrumentId: number;
  /** The exchange's time of the last tick, epoch ms. */
  ts: number;
  ltp: number;
  bid: number;
  ask: number;
  bidQty: number;
  askQty: number;
  /** Cumulative units today. */
  volume: number;
  oi: number;
  open: number;
  high: number;
  low: number;
  prevClose: number;
  depth: Depth | null;
  estimatedBook: boolean;
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
