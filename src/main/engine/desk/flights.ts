import type { Flight } from '../../../contract/flight.ts';
import type { Order } from '../../../contract/trading.ts';
import { AppError } from '../core/app-error.ts';
import { DAY_MS, istMidnight } from '../core/ist.ts';
import { replayOrder } from '../domain/order-fold.ts';
import type { OrderRecord } from '../domain/order.ts';
import { flightPath } from '../flight/flight-steps.ts';
import { orderView } from '../oms/ledger/views.ts';
import type { CacheStore } from '../store/cache-store.ts';
import type { DeskStore } from '../store/desk-store.ts';
import type { TradingSession } from './trading-session.ts';

/** What of a session its flights are read with. */
type FlyingSession = Pick<TradingSession, 'account' | 'clock' | 'flight'>;

/** Flight records of every order the desk ever had. */
export class Flights {
  readonly #store: DeskStore;
  readonly #cache: CacheStore;

  constructor(store: DeskStore, cache: CacheStore) {
    this.#store = store;
    this.#cache = cache;
  }

  /** The flight of an order, or of the newest of the session's account. Throws ORDER_UNKNOWN. */
  flight(session: FlyingSession, orderId: string): Flight {
    const id = orderId === 'last' ? this.#last(session) : orderId;
    const journal = this.#store.journal(id);
    if (journal.length === 0) throw unknown(id);
    const { record } = replayOrder(journal);
    session.flight.write();
    return {
      order: orderView(record),
      tag: record.tag,
      ...flightPath(record, journal, this.#cache.flightNotes(id), this.#exitsOf(record)),
      readAt: session.clock.now(),
    };
  }

  /** The orders that an account created on an IST day, oldest first. */
  ofDay(session: FlyingSession, day: string): Order[] {
    const from = istMidnight(day);
    return this.#store
      .orders(session.account.id, from)
      .filter(({ createdAt }) => createdAt >= from && createdAt < from + DAY_MS)
      .map(orderView);
  }

  #last(session: FlyingSession): string {
    const last = this.#store.orders(session.account.id, 0).at(-1);
    if (last !== undefined) return last.id;
    throw new AppError('ORDER_UNKNOWN', 'This account has no order yet: place one, then read its flight.');
  }

  #exitsOf(order: OrderRecord): OrderRecord[] {
    return this.#store.orders(order.accountId, order.createdAt).filter(({ parentId }) => parentId === order.id);
  }
}

function unknown(orderId: string): AppError {
  return new AppError(
    'ORDER_UNKNOWN',
    'No order has that id: choose one from the order book, or ask for the last one with “last”.',
    { orderId },
  );
}
