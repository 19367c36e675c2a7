import type { Product, Side } from '../../../../contract/enums.ts';

export interface RecentOrder {
  /** The intent it came from; the slices of one intent share it. */
  intent: string;
  instrumentId: number;
  side: Side;
  quantity: number;
  price: number | null;
  product: Product;
  /** Monotonic ms. */
  monotonic: number;
}

const KEPT_MS = 60_000;

/** The orders sent in the last minute, for the duplicate rule. */
export class RecentOrders {
  #orders: RecentOrder[] = [];

  add(order: RecentOrder): void {
    const kept = this.#orders.findIndex((other) => other.monotonic >= order.monotonic - KEPT_MS);
    this.#orders.splice(0, kept < 0 ? this.#orders.length : kept);
    this.#orders.push(order);
  }

  /** The orders of other intents since `since` (monotonic ms), oldest first. */
  ofOthers(intent: string, since: number): RecentOrder[] {
    const others: RecentOrder[] = [];
    for (let index = this.#orders.length - 1; index >= 0; index--) {
      const other = this.#orders[index]!;
      if (other.monotonic < since) break;
      if (other.intent !== intent) others.push(other);
    }
    return others.toReversed();
  }
}
