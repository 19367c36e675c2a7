import type { FoldedOrder } from '../../domain/order-fold.ts';
import { isLive } from '../../domain/order.ts';

/** The orders in memory, by every name they go by. Written by the ledger alone, after the store has them. */
export class OrderBook {
  readonly #byId = new Map<string, FoldedOrder>();
  readonly #idByIntent = new Map<string, string>();
  readonly #idByTag = new Map<string, string>();
  readonly #idByBrokerId = new Map<string, string>();
  readonly #idsByParent = new Map<string, Set<string>>();
  readonly #live = new Set<string>();

  put(order: FoldedOrder): void {
    const { record } = order;
    this.#byId.set(record.id, order);
    this.#idByIntent.set(record.intentId, record.id);
    if (record.tag !== '') this.#idByTag.set(record.tag, record.id);
    if (record.brokerOrderId !== null) this.#idByBrokerId.set(record.brokerOrderId, record.id);
    if (record.parentId !== null) {
      const siblings = this.#idsByParent.get(record.parentId);
      if (siblings === undefined) this.#idsByParent.set(record.parentId, new Set([record.id]));
      else siblings.add(record.id);
    }
    if (isLive(record.state)) this.#live.add(record.id);
    else this.#live.delete(record.id);
  }

  get(orderId: string): FoldedOrder | null {
    return this.#byId.get(orderId) ?? null;
  }

  byIntent(intentId: string): FoldedOrder | null {
    return this.get(this.#idByIntent.get(intentId) ?? '');
  }

  /** The order a broker's row speaks of: by our tag, else by the broker's id. */
  byBrokerRow(row: { tag: string | null; brokerOrderId: string }): FoldedOrder | null {
    const tagged = row.tag === null ? undefined : this.#idByTag.get(row.tag);
    return this.get(tagged ?? this.#idByBrokerId.get(row.brokerOrderId) ?? '');
  }

  /** Orders that were sent for another one: the exits of an entry, oldest first. */
  childrenOf(orderId: string): FoldedOrder[] {
    return Array.from(this.#idsByParent.get(orderId) ?? [], (id) => this.#byId.get(id)!);
  }

  /** Orders that may still fill, oldest first. */
  live(): FoldedOrder[] {
    return [...this.#live].map((id) => this.#byId.get(id)!);
  }

  all(): FoldedOrder[] {
    return [...this.#byId.values()];
  }
}
