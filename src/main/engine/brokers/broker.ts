import type { Product, Side, Validity } from '../../../contract/enums.ts';
import type { ErrorCode } from '../../../contract/errors.ts';
import type { BrokerOrderStatus } from '../domain/order.ts';
import type { Signal } from '../core/signal.ts';

/** What a broker's account can do, as data. */
export interface BrokerCapabilities {
  readonly name: string;
  /** Places, modifies and cancels together, per sliding window; the last ones are kept for exits. */
  readonly rateLimits: readonly {
    readonly windowMs: number;
    readonly max: number;
    readonly reservedForExits: number;
  }[];
  /** How long an accepted order may be missing from the order book; 0 when the book is exact. */
  readonly orderBookLagMs: number;
  /** The broker repeats our tag in its books, so that an unknown outcome can be proven. */
  readonly tagged: boolean;
  /** The broker tells of each trade by its id; false: only of what an order has filled in all, and at what average. */
  readonly fillsTold: boolean;
  /** Modifications the broker takes per order. */
  readonly maxModifications: number;
  /** Stop-limit orders rest at the exchange, so that a stop outlives this program. */
  readonly stopOrders: boolean;
  /** After-market orders: taken while the market is closed, for its next session. */
  readonly amo: boolean;
}

/** A place as it goes out: units, paise. MARKET has become a protected LIMIT before it gets here. */
export interface PlaceRequest {
  /** Our client order id; repeated in the books. */
  tag: string;
  instrumentId: number;
  side: Side;
  quantity: number;
  /** The limit. */
  price: number;
  /** A stop-limit order: it rests until the market trades here. Null: a plain limit order. */
  triggerPrice: number | null;
  validity: Validity;
  product: Product;
}

/** What a modify leaves the order as, whole: units and paise. */
export interface OrderChange {
  quantity: number;
  price: number;
  triggerPrice: number | null;
}

/** The three outcomes of a command. Unknown is never re-sent and never assumed dead. */
export type CommandOutcome =
  | { outcome: 'accepted'; brokerOrderId: string }
  | { outcome: 'refused'; code: ErrorCode; message: string }
  | { outcome: 'unknown'; message: string };

/** An order as the broker's book shows it. */
export interface BrokerOrder {
  brokerOrderId: string;
  tag: string | null;
  instrumentId: number;
  side: Side;
  quantity: number;
  filled: number;
  /** Paise × units of what is filled, exact; told by a broker that does not tell of the trades themselves. */
  filledValue?: number;
  price: number;
  triggerPrice: number | null;
  validity: Validity;
  product: Product;
  status: BrokerOrderStatus;
  message: string | null;
  /** The broker's time, epoch ms. */
  ts: number;
}

export interface BrokerFill {
  tradeId: string;
  brokerOrderId: string;
  tag: string | null;
  instrumentId: number;
  side: Side;
  quantity: number;
  price: number;
  ts: number;
}

/** A trade the exchange annulled. A correction is a bust, and a fill with a trade id of its own. */
export interface BrokerBust {
  tradeId: string;
  brokerOrderId: string;
  tag: string | null;
  /** When it was annulled, the broker's time, epoch ms. */
  ts: number;
}

/** What the broker pushes: duplicates and reordering are to be expected. */
export type BrokerUpdate =
  | { type: 'order'; order: BrokerOrder }
  | { type: 'fill'; fill: BrokerFill }
  | { type: 'bust'; bust: BrokerBust };

/** Under which login books were read, and whether the broker vouches for them. */
export interface BrokerSession {
  /** Changes with every login. */
  id: string;
  /** The IST trading day the books are of, `YYYY-MM-DD`. */
  day: string;
  /** What the broker says is wrong with it, a sentence; null when nothing is. */
  incident: string | null;
}

export interface BrokerBooks {
  orders: BrokerOrder[];
  fills: BrokerFill[];
  /** The trades among today's that were annulled; `fills` may have them still. */
  busts: BrokerBust[];
  positions: {
    instrumentId: number;
    product: Product;
    netQty: number;
    /** What a future was marked to at the end of the last day it was settled for, paise; absent: the broker does not tell. */
    settled?: { day: string; price: number } | null;
  }[];
  /**
   * Paise. `cash` is what was paid in, and all that was paid and received for trades since, charges too; null when the
   * broker does not tell it.
   */
  funds: { opening: number; available: number; cash: number | null };
  session: BrokerSession;
}

/** A broker account. Every command resolves to one of the three outcomes and never rejects. */
export interface Broker {
  readonly capabilities: BrokerCapabilities;
  readonly updates: Signal<BrokerUpdate>;
  /** When the update stream last gave a sign of life, a heartbeat too: `monotonic` of the clock; null before the first. */
  readonly lastHeardAt: number | null;
  place(request: PlaceRequest): Promise<CommandOutcome>;
  modify(brokerOrderId: string, change: OrderChange): Promise<CommandOutcome>;
  cancel(brokerOrderId: string): Promise<CommandOutcome>;
  /** Today's complete books; rejects when they cannot be read whole. */
  books(): Promise<BrokerBooks>;
  close(): void;
}
