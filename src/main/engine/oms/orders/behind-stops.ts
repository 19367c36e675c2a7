import type { WireError } from '../../../../contract/errors.ts';
import type { OrderRecord } from '../../domain/order.ts';
import type { OmsContext } from '../oms-context.ts';
import { roomToExit } from '../risk/exposure.ts';
import { workingOrders } from '../risk/risk-check.ts';
import { WaitingOrders } from './waiting-orders.ts';

/** How long an exit waits for the stops at the exchange to make way. */
export const MAKE_WAY_MS = 5000;

/** What would take back units that a stop at the exchange is for. Units. */
type Leaving = Pick<OrderRecord, 'instrumentId' | 'side' | 'quantity'>;

/**
 * Orders by hand that wait for the stops at the exchange: both together could sell more than is held (B2). The stops
 * see them in the book and make way; what no stop is in the way of any more goes on.
 */
export class BehindStops {
  readonly #context: OmsContext;
  readonly #waiting: WaitingOrders;

  constructor(context: OmsContext) {
    this.#context = context;
    this.#waiting = new WaitingOrders(context, {
      isHeld: (record) => this.isBehind(record, record.id),
      tooLate: (record, waitMs) => this.#tooLate(record, waitMs),
    });
  }

  /** Whether stops at the exchange are in the way of an order; `without` is left out of what works. */
  isBehind({ instrumentId, side, quantity }: Leaving, without: string | null = null): boolean {
    const netQty = this.#context.portfolio.netQty(instrumentId);
    if (netQty === 0 || netQty > 0 === (side === 'BUY')) return false;
    const working = workingOrders(this.#context, without);
    const stops = working.some((each) => each.makesWay && each.instrumentId === instrumentId && each.side === side);
    return stops && roomToExit(netQty, working, instrumentId) < quantity;
  }

  /** Runs `free` once nothing is in the way of a queued order, or `late` after MAKE_WAY_MS. */
  wait(record: OrderRecord, free: () => void, late: (reason: WireError) => void): void {
    this.#waiting.wait(record, MAKE_WAY_MS, free, late);
  }

  /** It waits no more: it was dropped. */
  forget(orderId: string): void {
    this.#waiting.forget(orderId);
  }

  #tooLate({ instrumentId, name }: OrderRecord, waitMs: number): WireError {
    const inDoubt = this.#context.ledger.book
      .live()
      .some(
        ({ record }) =>
          record.instrumentId === instrumentId &&
          (record.state === 'UNKNOWN' || record.requests.some((request) => request.state === 'unknown')),
      );
    const why = inDoubt ? ': what became of it at the broker is not known, and its books are being read' : '';
    return {
      code: 'ORDER_BUSY',
      message: `The stop of ${name} at the exchange has not made way in ${waitMs / 1000} s${why}. Nothing was sent, since both could fill; place it again in a moment.`,
      details: { waitedMs: waitMs },
    };
  }
}
