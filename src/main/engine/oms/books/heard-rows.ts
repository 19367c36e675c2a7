import type { BrokerFill, BrokerOrder } from '../../brokers/broker.ts';
import type { FoldedOrder } from '../../domain/order-fold.ts';

/**
 * What the broker's books said and our orders had heard already. Every read says nearly all of it again: to an order that
 * is still the same, the same row says nothing.
 */
export class HeardRows {
  readonly #rows = new Map<string, { row: BrokerOrder; order: FoldedOrder }>();
  readonly #fills = new Map<string, BrokerFill>();

  /** The order that had heard this very row, as it was then, or null. */
  orderOf(row: BrokerOrder): FoldedOrder | null {
    const heard = this.#rows.get(row.brokerOrderId);
    return heard !== undefined && isSameRow(heard.row, row) ? heard.order : null;
  }

  /** Notes that a row changed nothing of an order. */
  keep(row: BrokerOrder, order: FoldedOrder): void {
    this.#rows.set(row.brokerOrderId, { row, order });
  }

  /** True for a fill that was kept: an order forgets none. */
  hasFill({ tradeId, brokerOrderId, tag, quantity, price }: BrokerFill): boolean {
    const heard = this.#fills.get(tradeId);
    return (
      heard?.brokerOrderId === brokerOrderId &&
      heard.tag === tag &&
      heard.quantity === quantity &&
      heard.price === price
    );
  }

  keepFill(fill: BrokerFill): void {
    this.#fills.set(fill.tradeId, fill);
  }
}

/** Of the fields of one broker order, those that may change. */
function isSameRow(a: BrokerOrder, b: BrokerOrder): boolean {
  return (
    a === b ||
    (a.tag === b.tag &&
      a.status === b.status &&
      a.filled === b.filled &&
      a.filledValue === b.filledValue &&
      a.quantity === b.quantity &&
      a.price === b.price &&
      a.triggerPrice === b.triggerPrice &&
      a.ts === b.ts)
  );
}
