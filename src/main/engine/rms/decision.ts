import type { Instrument, SessionPhase } from '../../../contract/market.ts';
import type { Check } from '../../../contract/trading.ts';
import type { OrderSource, Product, Side, TradingState } from '../../../contract/enums.ts';
import type { Limits, SelfTradeMode } from '../../../contract/risk.ts';
import type { WireError } from '../../../contract/errors.ts';
import type { BrokerCapabilities } from '../brokers/broker.ts';
import type { RiskLockRecord } from '../domain/risk-state.ts';
import type { MarketQuote } from '../domain/quote.ts';

/** The order to decide on, exactly as it would go out. Units, paise. */
export interface RiskOrder {
  instrument: Instrument;
  side: Side;
  lots: number;
  quantity: number;
  /** The limit price; for a market order its protection price. Null when there is no market to price it by. */
  price: number | null;
  /** A stop: the price is measured against this instead of the market, paise. Null for what rests or trades at once. */
  triggerPrice: number | null;
  /** The strategy it belongs to; null: by hand. */
  strategyId: string | null;
  /** A modify: how many this order will have had. 0 for a new one. */
  modifications: number;
  isMarket: boolean;
  product: Product;
  source: OrderSource;
  /** Wholly reduces the confirmed position: an exit. */
  reduces: boolean;
  /** The trader has seen the warning and repeats on purpose. */
  confirmed: boolean;
}

/** A live order as a rule sees it. */
export interface RestingOrder {
  instrumentId: number;
  side: Side;
  /** The most that may still fill, units. */
  leaves: number;
  price: number | null;
  strategyId: string | null;
  /** On the side that takes the confirmed position back. */
  reduces: boolean;
  /** Placed elsewhere: it counts, and is never managed here (T17). */
  isForeign: boolean;
  /** A stop that has not triggered rests nowhere that another order could meet. */
  isUntriggered: boolean;
}

/** What one strategy has come to today, and what it may. */
export interface StrategySnapshot {
  name: string;
  /** Realised + unrealised − charges of the day. */
  dayNet: number;
  lotsNow: number;
  lotsAfter: number;
  maxLoss: number | null;
  maxLots: number | null;
}

/** Everything a decision may depend on, gathered at one moment; no rule looks elsewhere. */
export interface RiskSnapshot {
  /** Epoch ms. */
  now: number;
  /** Monotonic ms, for windows. */
  monotonic: number;
  tradingState: TradingState;
  phase: SessionPhase;
  reconciled: boolean;
  feedStale: boolean;
  quote: Readonly<MarketQuote> | null;
  /** Confirmed net units of this instrument. */
  netQty: number;
  /** Open lots of the account after this order: |positions|, plus working and unknown entries, plus this one if it opens. */
  openLotsAfter: number;
  /** Lots the account holds already by the same count, this order apart. */
  openLotsNow: number;
  /** Lots of this contract after this order, entries at work counted as filled. */
  positionLotsAfter: number;
  /** Lots of options sold that no bought one covers, before and after this order. */
  shortLotsNow: number;
  shortLotsAfter: number;
  /** Paid for options held, and for those being bought, this order counted; paise. */
  premiumAfter: number;
  /** The strategy of the order with its own limits; null by hand. Paise; open lots before and after the order. */
  strategy: StrategySnapshot | null;
  /** Of the order's underlying, entries at work not counted; null when not asked for or when a price is missing. */
  greeks: { deltaNow: number; deltaAfter: number; vegaNow: number; vegaAfter: number } | null;
  /** Every live order but the one that this replaces. */
  working: readonly RestingOrder[];
  /** What becomes of an entry that would trade with one of them. */
  selfTrade: SelfTradeMode;
  ordersToday: number;
  /** Places, modifies and cancels. */
  messagesToday: number;
  tradesToday: number;
  /** Ms that our clock is ahead of the exchange's; null until it was compared. */
  clockSkew: number | null;
  locks: readonly RiskLockRecord[];
  /** Realised + unrealised − charges of the day, paise. */
  dayNet: number;
  /** What the account is worth: its opening and the day's net, paise. */
  equity: number;
  /** Margin of the open positions, and what the other working and unknown orders block; our estimate, paise. */
  marginHeld: number;
  marginBlocked: number;
  /** Margin of the positions with this order filled; null for an exit, and when it cannot be estimated. */
  marginAfter: number | null;
  /** Orders of other intents in the last seconds. */
  recent: readonly {
    instrumentId: number;
    side: Side;
    quantity: number;
    price: number | null;
    product: Product;
    monotonic: number;
  }[];
  /** Monotonic times of the places, modifies and cancels sent, oldest first, at least an hour of them. */
  sent: readonly number[];
  capabilities: BrokerCapabilities;
}

export interface RiskDecision {
  passed: boolean;
  /** The first refusal; null when passed. */
  denial: WireError | null;
  /** Every rule with its value and limit, in order; put into words when asked, since the order path does not read them. */
  checks: () => Check[];
}

/** The pure function that every order passes: (order, snapshot, limits) → decision. Fails closed for entries. */
export type Decide = (order: RiskOrder, snapshot: RiskSnapshot, limits: Limits) => RiskDecision;
