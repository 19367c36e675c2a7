import type { Mode } from '../../../contract/enums.ts';
import type { Clock } from '../core/clock.ts';
import type { FlightNotes } from '../flight/flight-notes.ts';
import type { Feed } from '../market-data/feed.ts';
import type { HistorySource } from '../market-data/history-source.ts';
import type { MarketHub } from '../market-data/hub.ts';
import type { Oms } from '../oms/oms.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import type { ReplayFeed } from '../replay/replay-feed.ts';
import type { AccountRecord } from '../store/desk-store.ts';

/**
 * One market with one account trading in it. Paper and replay are two of these, built from the same parts:
 * only the clock, the feed and the account differ.
 */
export interface TradingSession {
  mode: Mode;
  account: AccountRecord;
  clock: Clock;
  feed: Feed;
  hub: MarketHub;
  history: HistorySource;
  oms: Oms;
  portfolio: Portfolio;
  /** Notes of the orders on their way. */
  flight: FlightNotes;
  /** Milliseconds after 00:00 IST that intraday bars count from. */
  barAnchor: number;
  /** Whether an instant belongs to the session whose candles are drawn. */
  inSession: (ts: number) => boolean;
  /** Whether an instrument is part of this market. */
  lists: (instrumentId: number) => boolean;
  /** The replay behind this session, or null when it is live. */
  replay: ReplayFeed | null;
  onError: (error: unknown) => void;
  close(): Promise<void>;
}
