import type { BrokerFill, BrokerOrder, BrokerUpdate } from '../brokers/broker.ts';
import type { OrderEvent } from '../domain/order.ts';
import type { LedgerDraft } from './ledger-draft.ts';
import type { OmsContext } from './oms-context.ts';

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
    const row = update.type === 'order' ? update.order : update.fill;
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
    const ours = this.#orphans.filter((update) => known.has(brokerIdOf(update)));
    this.#orphans = this.#orphans.filter((update) => !known.has(brokerIdOf(update)));
    for (const update of ours) this.take(update);
  }

  #fold(draft: LedgerDraft, orderId: string, update: BrokerUpdate): void {
    const event = update.type === 'order' ? wordOf(update.order) : fillOf(update.fill);
    const before = draft.order(orderId)!.record.state;
    const effect = draft.event(orderId, event);
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
      return order?.word !== null && order !== null && order.word.filled > order.record.filled;
    };
    if (!lacking()) return;
    clock.setTimeout(() => {
      if (lacking()) this.#needBooks();
    }, FILLS_LATE_MS);
  }
}

function brokerIdOf(update: BrokerUpdate): string {
  return update.type === 'order' ? update.order.brokerOrderId : update.fill.brokerOrderId;
}
