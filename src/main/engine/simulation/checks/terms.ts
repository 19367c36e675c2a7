import type { OrderRecord } from '../../domain/order.ts';
import { isWorking } from '../working.ts';
import type { Committed } from '../durable.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';

/** T13, T14: an order has the terms it was asked for with or terms the exchange has shown, never those merely asked for. */
export class Terms implements Check {
  readonly rules = ['T13'];
  readonly #intended = new Map<string, OrderRecord>();

  onCommit({ journal, orders }: Committed, { truth }: CheckedWorld, violate: Violate): void {
    for (const { entry } of journal) {
      if (entry.event.type === 'intent') this.#intended.set(entry.orderId, entry.event.order);
    }
    for (const { id, brokerOrderId, quantity, price, filled } of orders) {
      const known = brokerOrderId === null ? undefined : truth.orders.get(brokerOrderId);
      const intended = this.#intended.get(id);
      if (known === undefined || intended === undefined || !isWorking(known.row)) continue;
      const shown = [intended, ...known.history.map(({ row }) => row)].some(
        (terms) => terms.price === price && (terms.quantity === quantity || quantity === filled),
      );
      if (!shown) violate('T13', `Order ${id} is ${quantity} at ${price} here, which the exchange never showed.`);
    }
  }
}
