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
  /** Modifications the broker takes per order. */
  readonly maxModifications: number;
  /** Stop-limit orders rest at the exchange, so that a stop outlives this program. */
  readonly stopOrders: boolean;
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

/** What the broker pushes: duplicates and reordering are to be expected. */
export type BrokerUpdate = { type: 'order'; order: BrokerOrder } | { type: 'fill'; fill: BrokerFill };

export interface BrokerBooks {
  orders: BrokerOrder[];
  fills: BrokerFill[];
  positions: { instrumentId: number; product: Product; netQty: number }[];
  /** Paise. */
  funds: { opening: number; available: number };
}

/** A broker account. Every command resolves to one of the three outcomes and never rejects. */
export interface Broker {
  readonly capabilities: BrokerCapabilities;
  readonly updates: Signal<BrokerUpdate>;
  place(request: PlaceRequest): Promise<CommandOutcome>;
  modify(brokerOrderId: string, change: OrderChange): Promise<CommandOutcome>;
  cancel(brokerOrderId: string): Promise<CommandOutcome>;
  /** Today's complete books; rejects when they cannot be read whole. */
  books(): Promise<BrokerBooks>;
  close(): void;
}
