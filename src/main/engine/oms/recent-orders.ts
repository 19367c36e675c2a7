import type { Product, Side } from '../../../contract/enums.ts';

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
    this.#orders = this.#orders.filter((other) => other.monotonic >= order.monotonic - KEPT_MS);
    this.#orders.push(order);
  }

  /** The orders of other intents, oldest first. */
  ofOthers(intent: string): RecentOrder[] {
    return this.#orders.filter((other) => other.intent !== intent);
  }
}
