import type { Instrument, SessionPhase } from '../../../contract/market.ts';
import type { Side } from '../../../contract/enums.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { OperatorLog } from '../core/operator-log.ts';
import type { Broker } from '../brokers/broker.ts';
import type { MarketQuote, QuoteBook } from '../domain/quote.ts';
import type { FlightNotes } from '../flight/flight-notes.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import type { ClockSkew } from '../rms/clock-skew.ts';
import type { Decide } from '../rms/decision.ts';
import type { Passes } from '../rms/passes.ts';
import type { RiskWatch } from '../rms/risk-watch.ts';
import type { AccountRecord, DeskStore } from '../store/desk-store.ts';
import type { DayCounts } from './ledger/day-counts.ts';
import type { StrategyBooks } from './risk/strategy-books.ts';
import type { MarginBook } from './risk/margin-book.ts';
import type { OrderLedger } from './ledger/order-ledger.ts';
import type { RecentOrders } from './ledger/recent-orders.ts';
import type { SelfTrades } from './orders/self-trades.ts';
import type { Throttle } from './orders/throttle.ts';
import type { CallsOut } from './books/calls-out.ts';
import type { Trust } from './books/trust.ts';

/** What an order management system is built from. */
export interface OmsParts {
  clock: Clock;
  ids: Ids;
  store: DeskStore;
  broker: Broker;
  account: AccountRecord;
  quotes: QuoteBook;
  /** Throws INSTRUMENT_UNKNOWN. */
  instrument: (instrumentId: number) => Instrument;
  decide: Decide;
  /** The limit a market order becomes, paise; null without a market to price it by. */
  protectedPrice: (side: Side, quote: Readonly<MarketQuote> | null, instrument: Instrument) => { price: number } | null;
  portfolio: Portfolio;
  /** Delta, and vega in paise a point of volatility, of one unit; null without the prices it takes. */
  greeks?: (instrument: Instrument) => { delta: number; vega: number } | null;
  /** Of the derivatives market at an epoch ms. */
  phase: (at: number) => SessionPhase;
  /** Stops of positions rest at the exchange when the broker keeps them; else the terminal holds them. Off when absent. */
  residentStops?: boolean;
  log: OperatorLog;
  /** Where the order path leaves its times; without it nobody records them. */
  flight?: FlightNotes;
}

/** What the parts of the OMS share. */
export interface OmsContext extends Omit<OmsParts, 'phase'> {
  /** Of the market now. */
  phase: () => SessionPhase;
  ledger: OrderLedger;
  throttle: Throttle;
  recent: RecentOrders;
  margin: MarginBook;
  strategies: StrategyBooks;
  selfTrades: SelfTrades;
  counts: DayCounts;
  skew: ClockSkew;
  passes: Passes;
  calls: CallsOut;
  watch: RiskWatch;
  trust: Trust;
  flight: FlightNotes;
  /** Something could not be made durable: entries wait until the broker's books have been read again. */
  doubt: (what: string, error: unknown) => void;
}
