import { hash } from 'node:crypto';
import type { OrderChange, PlaceRequest } from '../brokers/broker.ts';
import type { RiskOrder } from './decision.ts';

/** SHA-256 (hex) over every field that goes out: one digit changed is another hash. */
export function passHash(request: PlaceRequest): string {
  const { tag, instrumentId, side, quantity, price, triggerPrice, validity, product } = request;
  return hash(
    'sha256',
    JSON.stringify([tag, instrumentId, side, quantity, price, triggerPrice, validity, product]),
    'hex',
  );
}

/** SHA-256 (hex) over every field of a modify that goes out, and whose it is. */
export function changeHash(brokerOrderId: string, { quantity, price, triggerPrice }: OrderChange): string {
  return hash('sha256', JSON.stringify(['modify', brokerOrderId, quantity, price, triggerPrice]), 'hex');
}

/** The requests that the rules passed, by tag: nothing else may reach a broker (R1). */
export class Passes {
  readonly #hashes = new Map<string, string>();

  /**
   * The rules passed `order`, which goes out as these requests. Throws when they are not that order, whole: a fault of
   * ours that must not leave.
   */
  grant(order: RiskOrder, requests: readonly PlaceRequest[]): void {
    let quantity = 0;
    for (const request of requests) {
      quantity += request.quantity;
      const same =
        request.instrumentId === order.instrument.id &&
        request.side === order.side &&
        request.price === order.price &&
        request.triggerPrice === order.triggerPrice &&
        request.product === order.product;
      if (!same) throw new Error(`The request of ${order.instrument.name} is not the order that the rules passed.`);
    }
    if (quantity !== order.quantity) {
      throw new Error(`The rules passed ${order.quantity} ${order.instrument.name}, not ${quantity}.`);
    }
    for (const request of requests) this.#hashes.set(request.tag, passHash(request));
  }

  /**
   * The rules passed `order`: what a modify leaves to fill. `filled` units of the order have traded already. Throws when
   * the change is not that order.
   */
  grantChange(order: RiskOrder, brokerOrderId: string, change: OrderChange, filled: number): void {
    const rest = Math.max(order.instrument.lotSize, change.quantity - filled);
    if (order.price !== change.price || order.quantity !== rest) {
      throw new Error(`The change of ${order.instrument.name} is not the order that the rules passed.`);
    }
    this.#hashes.set(brokerOrderId, changeHash(brokerOrderId, change));
  }

  /** True for a change that is what was passed, once. */
  useChange(brokerOrderId: string, change: OrderChange): boolean {
    const passed = this.#hashes.get(brokerOrderId);
    this.#hashes.delete(brokerOrderId);
    return passed === changeHash(brokerOrderId, change);
  }

  /** True for a request that is what was passed, once: a pass is used up by the order it was given for. */
  use(request: PlaceRequest): boolean {
    const passed = this.#hashes.get(request.tag);
    this.#hashes.delete(request.tag);
    return passed === passHash(request);
  }
}
