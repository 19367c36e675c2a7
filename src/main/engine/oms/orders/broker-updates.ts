import type { BrokerBust, BrokerFill, BrokerOrder, BrokerUpdate } from '../../brokers/broker.ts';
import { fillsOwed } from '../../domain/order-fold.ts';
import type { OrderEvent } from '../../domain/order.ts';
import type { LedgerDraft } from '../ledger/ledger-draft.ts';
import type { OmsContext } from '../oms-context.ts';
import { fillsBehind } from './told-fills.ts';

/** How long fills may lag behind the broker's own count of them before its books are read. */
const FILLS_LATE_MS = 1000;
const ORPHANS_KEPT = 1000;

/** The broker's word on an order, as an event. */
export function wordOf(row: BrokerOrder): Extract<OrderEvent, { type: 'broker' }> {
  return {
    type: 'broker',
    status: row.status,
    brokerOrderId: row.brokerOrderId,
    message: row.message,
    brokerTs: row.ts,
    filled: row.filled,
    quantity: row.quantity,
    price: row.price,
    triggerPrice: row.triggerPrice,
  };
}

/** A fill of the broker, as an event. */
export function fillOf(fill: BrokerFill): Extract<OrderEvent, { type: 'fill' }> {
  return { type: 'fill', tradeId: fill.tradeId, quantity: fill.quantity, price: fill.price, brokerTs: fill.ts };
}

/** A trade the exchange annulled, as an event (T16). */
export function bustOf(bust: BrokerBust): Extract<OrderEvent, { type: 'bust' }> {
  return { type: 'bust', tradeId: bust.tradeId, brokerTs: bust.ts };
}

/** Folds what the broker pushes: every update is durable before anybody hears of it. Duplicates and disorder are usual. */
export class BrokerUpdates {
  readonly #context: OmsContext;
  readonly #needBooks: () => void;
  /** Updates of orders whose broker id is not known: the answer is still on its way, or they are none of ours (T17). */
  #orphans: BrokerUpdate[] = [];

  constructor(context: OmsContext, needBooks: () => void) {
    this.#context = context;
    this.#needBooks = needBooks;
  }

  take(update: BrokerUpdate): void {
    const row = rowOf(update);
    const order = this.#context.ledger.book.byBrokerRow(row);
    if (order === null) {
      this.#orphans.push(update);
      if (this.#orphans.length > ORPHANS_KEPT) this.#orphans.shift();
      this.#needBooks();
      return;
    }
    try {
      this.#context.ledger.write((draft) => this.#fold(draft, order.record.id, update));
    } catch (error) {
      this.#context.doubt("The broker's update could not be written", error);
      return;
    }
    this.#watchFills(order.record.id);
  }

  /** Takes in the updates that came before the broker's id of their order was known. */
  adopt(brokerOrderIds: readonly string[]): void {
    const known = new Set(brokerOrderIds);
    const ours = this.#orphans.filter((update) => known.has(rowOf(update).brokerOrderId));
    this.#orphans = this.#orphans.filter((update) => !known.has(rowOf(update).brokerOrderId));
    for (const update of ours) this.take(update);
  }

  #fold(draft: LedgerDraft, orderId: string, update: BrokerUpdate): void {
    const before = draft.order(orderId)!.record.state;
    const effect = draft.event(orderId, eventOf(update));
    if (update.type === 'order') foldFillsBehind(draft, orderId, update.order);
    const { record } = draft.order(orderId)!;
    const ended = record.state === 'CANCELLED' || record.state === 'REJECTED' || record.state === 'EXPIRED';
    if (effect !== 'applied' || before === record.state || !ended) return;
    const filled = record.filled > 0 ? `, ${record.filled} of ${record.quantity} filled` : '';
    const why = record.reason === null ? '' : ` ${record.reason.message}`;
    draft.log('order', `${record.side} ${record.name} ${record.state.toLowerCase()}${filled}.${why}`);
  }

  /** A broker that counts more fills than it has told of is asked for its books. */
  #watchFills(orderId: string): void {
    const { ledger, clock } = this.#context;
    const lacking = () => {
      const order = ledger.book.get(orderId);
      return order !== null && fillsOwed(order) > 0;
    };
    if (!lacking()) return;
    clock.setTimeout(() => {
      if (lacking()) this.#needBooks();
    }, FILLS_LATE_MS);
  }
}

/** The fills behind a broker's word, where it tells of them no other way. */
export function foldFillsBehind(draft: LedgerDraft, orderId: string, row: BrokerOrder): void {
  for (const fill of fillsBehind(row, draft.order(orderId)!.record)) draft.event(orderId, fill);
}

function rowOf(update: BrokerUpdate): { tag: string | null; brokerOrderId: string } {
  if (update.type === 'order') return update.order;
  return update.type === 'fill' ? update.fill : update.bust;
}

function eventOf(update: BrokerUpdate): OrderEvent {
  if (update.type === 'order') return wordOf(update.order);
  return update.type === 'fill' ? fillOf(update.fill) : bustOf(update.bust);
}
