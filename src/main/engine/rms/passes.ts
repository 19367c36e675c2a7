import type { OrderChange, PlaceRequest } from '../brokers/broker.ts';
import type { RiskOrder } from './decision.ts';

/** Every field that goes out, written down: a pass is held whole rather than as its hash, which could only say less. */
function passOf(request: PlaceRequest): string {
  const { tag, instrumentId, side, quantity, price, triggerPrice, validity, product } = request;
  return JSON.stringify([tag, instrumentId, side, quantity, price, triggerPrice, validity, product]);
}

/** Every field of a modify that goes out, and whose it is. */
function passOfChange(brokerOrderId: string, { quantity, price, triggerPrice }: OrderChange): string {
  return JSON.stringify(['modify', brokerOrderId, quantity, price, triggerPrice]);
}

/** The requests that the rules passed, by tag: nothing else may reach a broker (R1). */
export class Passes {
  readonly #passed = new Map<string, string>();

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
    for (const request of requests) this.#passed.set(request.tag, passOf(request));
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
    this.#passed.set(brokerOrderId, passOfChange(brokerOrderId, change));
  }

  /** True for a change that is what was passed, once. */
  useChange(brokerOrderId: string, change: OrderChange): boolean {
    const passed = this.#passed.get(brokerOrderId);
    this.#passed.delete(brokerOrderId);
    return passed === passOfChange(brokerOrderId, change);
  }

  /** True for a request that is what was passed, once: a pass is used up by the order it was given for. */
  use(request: PlaceRequest): boolean {
    const passed = this.#passed.get(request.tag);
    this.#passed.delete(request.tag);
    return passed === passOf(request);
  }
}
