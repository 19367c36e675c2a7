import type { Order } from '../../../contract/trading.ts';
import type { OrderState, OrderStatus, Side } from '../../../contract/enums.ts';
import type { WireError } from '../../../contract/errors.ts';

/** What a broker says of an order. */
export type BrokerOrderStatus =
  | 'TRIGGER_PENDING'
  | 'OPEN'
  | 'PARTIAL'
  | 'FILLED'
  | 'CANCELLED'
  | 'REJECTED'
  | 'EXPIRED';

/** A modify or cancel of a working order, apart from its state: the order works on unchanged until it is confirmed. */
export interface OrderRequest {
  id: string;
  kind: 'modify' | 'cancel';
  state: 'sent' | 'unknown' | 'done' | 'refused';
  /** What a modify asks for: units and paise. */
  quantity: number | null;
  price: number | null;
  triggerPrice: number | null;
}

/** An order as the journal keeps it. Money in paise, quantity in units, `lots` frozen at intent. */
export interface OrderRecord extends Omit<Order, 'status' | 'pendingRequest'> {
  accountId: string;
  strategyId: string | null;
  /** Our client order id at the broker: alphanumeric, at most 20 characters. */
  tag: string;
  requests: OrderRequest[];
  /** Number of the last event folded into this record. */
  seq: number;
}

/** What happened to an order. The journal is the list of these; the record is their fold. */
export type OrderEvent =
  | { type: 'intent'; order: OrderRecord }
  | { type: 'denied'; reason: WireError }
  | { type: 'passed' }
  | { type: 'sending' }
  | { type: 'dropped'; reason: WireError }
  | { type: 'accepted'; brokerOrderId: string }
  | { type: 'refused'; reason: WireError }
  | { type: 'lost'; reason: WireError }
  | { type: 'absent'; reason: WireError }
  | {
      type: 'broker';
      status: BrokerOrderStatus;
      brokerOrderId: string;
      message: string | null;
      brokerTs: number;
      filled: number;
      quantity: number;
      price: number;
      triggerPrice: number | null;
    }
  | { type: 'fill'; tradeId: string; quantity: number; price: number; brokerTs: number }
  /** The exchange annulled a trade (T16). */
  | { type: 'bust'; tradeId: string; brokerTs: number }
  | { type: 'request'; request: OrderRequest }
  | { type: 'requestEnded'; requestId: string; state: 'done' | 'refused' | 'unknown'; reason: WireError | null }
  | { type: 'protect'; tpPrice: number | null; slPrice: number | null }
  | { type: 'anomaly'; message: string };

/** One line of the journal. `seq` counts from 1 within an order, without gaps. */
export interface JournalEntry {
  id: string;
  orderId: string;
  seq: number;
  /** Epoch ms. */
  at: number;
  event: OrderEvent;
}

/** A fill as booked, or the row that takes a busted one back; never changed. `brokerTradeId` dedupes it. */
export interface TradeRecord {
  id: string;
  orderId: string;
  accountId: string;
  instrumentId: number;
  symbol: string;
  name: string;
  side: Side;
  lotSize: number;
  quantity: number;
  /** Paise. */
  fillPrice: number;
  /** Realised by this fill, gross; paise. Of a bust: what it changes of the realised. */
  pnl: number;
  /** Paise; negative where a bust gives them back. */
  charges: number;
  brokerTradeId: string;
  /** The broker's time, epoch ms. */
  timestamp: number;
}

const STATUS: Record<OrderState, OrderStatus> = {
  DRAFT: 'PENDING',
  QUEUED: 'PENDING',
  SENDING: 'PENDING',
  UNKNOWN: 'PENDING',
  ACKED: 'PENDING',
  TRIGGER_PENDING: 'PENDING',
  OPEN: 'PENDING',
  PARTIAL: 'PENDING',
  FILLED: 'FILLED',
  CANCELLED: 'CANCELLED',
  EXPIRED: 'CANCELLED',
  REJECTED: 'REJECTED',
  DENIED: 'REJECTED',
  NOT_PLACED: 'REJECTED',
};

/** The `orders.status` of a fine state, as the data model defines it. */
export function statusOf(state: OrderState): OrderStatus {
  return STATUS[state];
}

/** True while the order may still fill by the broker's hand. */
export function isLive(state: OrderState): boolean {
  return STATUS[state] === 'PENDING';
}
