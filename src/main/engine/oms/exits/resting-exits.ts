import type { OrderRecord } from '../../domain/order.ts';
import type { Trigger } from './bracket-trigger.ts';
import type { OmsContext } from '../oms-context.ts';
import { isOnItsWay } from '../orders/on-its-way.ts';
import { orderText } from '../ledger/order-text.ts';
import type { OrderRequests } from '../orders/order-requests.ts';

/** How long an exit that only rests may take to be cancelled before the stop goes out around it. */
const CLEAR_MS = 1500;

/** Exits of a position that only rest in the book: they stand in the way of a target or stop that is reached. */
export class RestingExits {
  readonly #context: OmsContext;
  readonly #requests: OrderRequests;
  /** Those that were asked out of the way: when first, and when last, monotonic ms. */
  readonly #cleared = new Map<string, { since: number; asked: number }>();

  constructor(context: OmsContext, requests: OrderRequests) {
    this.#context = context;
    this.#requests = requests;
  }

  /** True for an order that was asked out of the way. */
  has(orderId: string): boolean {
    return this.#cleared.has(orderId);
  }

  forget(orderId: string): void {
    this.#cleared.delete(orderId);
  }

  /**
   * Cancels them, a stop does not wait for them; true while their end is awaited.
   * @param again called when one has had its time
   */
  clear(instrumentId: number, netQty: number, trigger: Trigger, again: () => void): boolean {
    const { ledger, clock } = this.#context;
    const now = clock.monotonic();
    const exitSide = netQty > 0 ? 'SELL' : 'BUY';
    let awaited = false;
    for (const { record } of ledger.book.live()) {
      if (record.instrumentId !== instrumentId || record.side !== exitSide) continue;
      // What was placed elsewhere is never managed here (T17).
      if (record.source === 'BROKER') continue;
      if (record.source === 'BRACKET' || isOnItsWay(record, netQty, clock.now())) continue;
      const known = this.#cleared.get(record.id);
      const since = known?.since ?? now;
      if (known === undefined) clock.setTimeout(again, CLEAR_MS);
      if (now - since < CLEAR_MS) awaited = true;
      const due = known === undefined || now - known.asked >= CLEAR_MS;
      if (!due || !this.#requests.cancellable(record)) {
        this.#cleared.set(record.id, { since, asked: known?.asked ?? -Infinity });
        continue;
      }
      this.#cleared.set(record.id, { since, asked: now });
      this.#cancel(record, trigger);
    }
    return awaited;
  }

  #cancel(record: OrderRecord, trigger: Trigger): void {
    try {
      this.#context.ledger.write((draft) =>
        draft.log(
          'order',
          `The ${trigger} is reached: ${orderText(record)} is cancelled, so that the exit can go out.`,
        ),
      );
      this.#requests.cancel(record.id);
    } catch (error) {
      this.#context.log.error(`${record.name}: an exit at rest could not be cancelled for the ${trigger}.`, error);
    }
  }
}
