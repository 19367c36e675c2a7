import type { OrderState } from '../../../contract/enums.ts';
import type { WireError } from '../../../contract/errors.ts';
import type { JournalEntry, OrderEvent, OrderRecord } from './order.ts';
import { isLive } from './order.ts';
import { compareWords, isFinal, LOCAL_TRANSITIONS, stateOf } from './order-transitions.ts';
import type { BrokerWord, LocalEventType } from './order-transitions.ts';

/** An order with what its next event is judged by; all of it follows from the journal. */
export interface FoldedOrder {
  readonly record: OrderRecord;
  /** The record as it was asked for: what a repeated intent is compared with. */
  readonly intended: OrderRecord;
  /** The state by our own doing alone. */
  readonly local: OrderState;
  readonly word: BrokerWord | null;
  /** The largest quantity the order ever had, so that an overfill is told from a reduced order (T14). */
  readonly ceiling: number;
  readonly tradeIds: ReadonlySet<string>;
}

export interface Folded {
  order: FoldedOrder;
  /** duplicate and stale events change nothing but the order's seq. */
  effect: 'applied' | 'duplicate' | 'stale' | 'anomaly';
  /** A sentence when the event does not fit (T18) or is out of the ordinary: a late fill, an overfill, a resurrection. */
  anomaly?: string;
}

/**
 * Folds one event into an order (T1–T18). Pure, and total: an event that does not fit leaves the order as it is and
 * says so. Only the first event of an order may be `intent`; `at` (epoch ms) becomes `updatedAt`.
 */
export function applyOrderEvent(order: FoldedOrder | null, event: OrderEvent, at: number): Folded {
  if (event.type === 'intent') {
    if (order !== null) return anomaly(order, 'A second intent came for an order that exists.');
    return { order: begin(event.order), effect: 'applied' };
  }
  if (order === null) throw new RangeError(`An order's first event is its intent, not ${event.type}.`);
  switch (event.type) {
    case 'denied':
    case 'passed':
    case 'sending':
    case 'dropped':
    case 'accepted':
    case 'refused':
    case 'lost':
    case 'absent':
      return applyLocal(order, event, at);
    case 'broker':
      return applyBroker(order, event, at);
    case 'fill':
      return applyFill(order, event, at);
    case 'request':
      return applyRequest(order, event, at);
    case 'requestEnded':
      return applyRequestEnded(order, event, at);
    case 'protect':
      return applied(advance(order, at, { tpPrice: event.tpPrice, slPrice: event.slPrice }));
    case 'anomaly':
    default:
      return anomaly(order, event.message);
  }
}

/** The order a journal tells of (O8), its entries in seq order without a gap (O9). */
export function replayOrder(journal: readonly JournalEntry[]): FoldedOrder {
  let order: FoldedOrder | null = null;
  for (const entry of journal) {
    order = applyOrderEvent(order, entry.event, entry.at).order;
    if (order.record.seq !== entry.seq) {
      throw new RangeError(`The journal of order ${entry.orderId} misses entry ${order.record.seq}.`);
    }
  }
  if (order === null) throw new RangeError('An empty journal tells of no order.');
  return order;
}

function begin(intended: OrderRecord): FoldedOrder {
  const record = { ...intended, seq: 1 };
  return {
    record,
    intended: record,
    local: record.state,
    word: null,
    ceiling: record.quantity,
    tradeIds: new Set(),
  };
}

function applied(order: FoldedOrder, told?: string): Folded {
  return told === undefined ? { order, effect: 'applied' } : { order, effect: 'applied', anomaly: told };
}

function anomaly(order: FoldedOrder, message: string): Folded {
  return { order: bump(order), effect: 'anomaly', anomaly: message };
}

function bump(order: FoldedOrder): FoldedOrder {
  return { ...order, record: { ...order.record, seq: order.record.seq + 1 } };
}

/** The order with changes to its record and facts; the state is derived anew. */
function advance(
  order: FoldedOrder,
  at: number,
  change: Partial<OrderRecord>,
  facts: Partial<Pick<FoldedOrder, 'local' | 'word' | 'ceiling' | 'tradeIds'>> = {},
): FoldedOrder {
  const next = { ...order, ...facts };
  const record = { ...order.record, ...change, seq: order.record.seq + 1, updatedAt: at };
  const state = stateOf(next.local, next.word, record.filled, record.quantity);
  const ended = isFinal(state) && state !== 'FILLED';
  // An order of the broker's own is explained by nothing but its message.
  const keepsReason = state === 'UNKNOWN' || ended || record.source === 'BROKER';
  return { ...next, record: { ...record, state, reason: keepsReason ? record.reason : null } };
}

function applyLocal(order: FoldedOrder, event: Extract<OrderEvent, { type: LocalEventType }>, at: number): Folded {
  const { record } = order;
  const local = LOCAL_TRANSITIONS[event.type][order.local];
  if (local === undefined) {
    if (event.type === 'accepted' && record.brokerOrderId === event.brokerOrderId) {
      return { order: bump(order), effect: 'duplicate' };
    }
    return anomaly(order, `The order is ${record.state}; "${event.type}" does not follow.`);
  }
  if (event.type === 'absent' && (order.word !== null || record.filled > 0)) {
    return anomaly(order, 'The order was taken for absent, but the broker has spoken of it.');
  }
  const reason: WireError | null = 'reason' in event ? event.reason : null;
  const change: Partial<OrderRecord> = { reason };
  if (event.type === 'accepted') change.brokerOrderId = event.brokerOrderId;
  const next = advance(order, at, change, { local });
  if (event.type === 'refused' && isLive(next.record.state)) {
    return applied(next, 'The broker refused the order, yet it works in its book.');
  }
  if (event.type === 'accepted' && order.local === 'NOT_PLACED') {
    return applied(next, 'The broker accepted an order that was taken for not placed.');
  }
  return applied(next);
}

function applyBroker(order: FoldedOrder, event: Extract<OrderEvent, { type: 'broker' }>, at: number): Folded {
  const { record } = order;
  const word: BrokerWord = {
    status: event.status,
    filled: event.filled,
    quantity: event.quantity,
    price: event.price,
    triggerPrice: event.triggerPrice,
    ts: event.brokerTs,
  };
  if (order.word !== null) {
    const newer = compareWords(word, order.word);
    if (newer < 0) return { order: bump(order), effect: 'stale' };
    if (newer === 0 && sameTerms(word, order.word)) {
      return { order: bump(order), effect: 'duplicate' };
    }
  }
  const ceiling = Math.max(order.ceiling, word.quantity);
  const code = record.source === 'BROKER' && event.status !== 'REJECTED' ? 'BROKER_ORDER' : 'BROKER_REFUSED';
  // FIX: a replace to less than what is filled leaves exactly what is filled (T14).
  const quantity = Math.max(word.quantity, Math.min(record.filled, ceiling));
  const next = advance(
    order,
    at,
    {
      brokerOrderId: event.brokerOrderId,
      price: word.price,
      triggerPrice: word.triggerPrice,
      quantity,
      lots: Math.ceil(quantity / record.lotSize),
      reason: event.message === null ? null : { code, message: event.message, details: {} },
    },
    { word, ceiling },
  );
  const resurrected = isFinal(record.state) && isLive(next.record.state);
  return resurrected ? applied(next, `The broker shows as working an order that was ${record.state}.`) : applied(next);
}

function sameTerms(a: BrokerWord, b: BrokerWord): boolean {
  return a.price === b.price && a.triggerPrice === b.triggerPrice && a.quantity === b.quantity;
}

function applyFill(order: FoldedOrder, event: Extract<OrderEvent, { type: 'fill' }>, at: number): Folded {
  if (order.tradeIds.has(event.tradeId)) return { order: bump(order), effect: 'duplicate' };
  const { record } = order;
  const filled = record.filled + event.quantity;
  const target = order.word?.quantity ?? record.quantity;
  const quantity = Math.max(target, Math.min(filled, order.ceiling));
  const next = advance(
    order,
    at,
    {
      filled,
      filledValue: record.filledValue + event.quantity * event.price,
      quantity,
      lots: Math.ceil(quantity / record.lotSize),
    },
    { tradeIds: new Set(order.tradeIds).add(event.tradeId) },
  );
  if (filled > order.ceiling) {
    return applied(next, `${filled} units are filled of an order of ${order.ceiling}: overfilled.`);
  }
  const expected = order.word !== null && filled <= order.word.filled;
  if (isFinal(record.state) && !expected) return applied(next, `A fill came after the order was ${record.state}.`);
  if (record.state === 'DRAFT' || record.state === 'QUEUED') {
    return applied(next, 'A fill came for an order that was never sent.');
  }
  return applied(next);
}

function applyRequest(order: FoldedOrder, event: Extract<OrderEvent, { type: 'request' }>, at: number): Folded {
  if (order.record.requests.some((other) => other.id === event.request.id)) {
    return { order: bump(order), effect: 'duplicate' };
  }
  if (!isLive(order.record.state)) return anomaly(order, `A ${event.request.kind} was sent for a finished order.`);
  return applied(advance(order, at, { requests: [...order.record.requests, event.request] }));
}

function applyRequestEnded(
  order: FoldedOrder,
  event: Extract<OrderEvent, { type: 'requestEnded' }>,
  at: number,
): Folded {
  const { requests } = order.record;
  const request = requests.find((other) => other.id === event.requestId);
  if (request === undefined) return anomaly(order, 'An answer came to a request that was never made.');
  if (request.state === event.state) return { order: bump(order), effect: 'duplicate' };
  if (request.state === 'done' || request.state === 'refused') {
    return anomaly(order, `A ${request.kind} that was ${request.state} is now said to be ${event.state}.`);
  }
  const ended = requests.map((other) => (other.id === request.id ? { ...other, state: event.state } : other));
  return applied(advance(order, at, { requests: ended }));
}
