import type { OrderRecord } from '../../domain/order.ts';
import type { OmsContext } from '../oms-context.ts';
import type { OrderRequests } from './order-requests.ts';

/** The live orders that open or add to a position, and their cancels: a halt or a strategy's end takes them away. */
export class EntryOrders {
  readonly #context: OmsContext;
  readonly #requests: OrderRequests;

  constructor(context: OmsContext, requests: OrderRequests) {
    this.#context = context;
    this.#requests = requests;
  }

  /** All of them, ahead of what waits for a place in the rate (K1). */
  cancelAll(): void {
    this.#requests.cancelEach(this.#live(), true);
  }

  cancelOf(strategyId: string): void {
    this.#requests.cancelEach(this.#live().filter((record) => record.strategyId === strategyId));
  }

  /** Those of `orderIds` that were on their way to the broker when trading was halted, as soon as they can be cancelled. */
  cancelStragglers(orderIds: readonly string[]): void {
    const stragglers = orderIds
      .map((id) => this.#context.ledger.book.get(id)!.record)
      .filter((record) => this.#isEntry(record) && !record.requests.some((request) => request.kind === 'cancel'));
    try {
      this.#requests.cancelEach(stragglers);
    } catch (error) {
      this.#context.doubt('A cancel could not be written', error);
    }
  }

  #live(): OrderRecord[] {
    return this.#context.ledger.book.live().flatMap(({ record }) => (this.#isEntry(record) ? [record] : []));
  }

  /** What this terminal did not place is never managed (T17) and counts as none. */
  #isEntry(record: OrderRecord): boolean {
    if (record.source === 'BROKER') return false;
    const netQty = this.#context.portfolio.netQty(record.instrumentId);
    return netQty === 0 || netQty > 0 === (record.side === 'BUY');
  }
}
