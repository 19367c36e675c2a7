import { AppError } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import type { BrokerBooks } from '../broker.ts';

/** How a book fails: it shows what was, lacks its newest rows, or cannot be read. */
export type BookFault = 'lagging' | 'short' | 'unreadable';
const BOOK_FAULTS: readonly BookFault[] = ['lagging', 'short', 'unreadable'];

/** A book that lagged may still be on its way to its reader this long after the fault is off, ms. */
const STILL_READ_MS = 1000;

/** The books as a broker shows them whose order book cannot be relied on (F16). */
export class BookFaults {
  readonly #clock: Clock;
  readonly #books: () => Promise<BrokerBooks>;
  #fault: BookFault | null = null;
  #snapshot: Promise<BrokerBooks> | null = null;
  #endedAt = -Infinity;

  constructor(clock: Clock, books: () => Promise<BrokerBooks>) {
    this.#clock = clock;
    this.#books = books;
  }

  get fault(): BookFault | null {
    return this.#fault;
  }

  /** False while a read in the hands of somebody may lack what the broker has: then no single read proves anything (T8). */
  get exact(): boolean {
    return this.#fault === null && this.#clock.monotonic() - this.#endedAt > STILL_READ_MS;
  }

  begin(random: Random, fault: BookFault = BOOK_FAULTS[random.integer(0, BOOK_FAULTS.length - 1)]!): void {
    this.#fault = fault;
    this.#snapshot = this.#books();
    // The snapshot may never be asked for.
    this.#snapshot.catch(() => undefined);
  }

  end(): void {
    if (this.#fault === null) return;
    this.#fault = null;
    this.#snapshot = null;
    this.#endedAt = this.#clock.monotonic();
  }

  async read(): Promise<BrokerBooks> {
    if (this.#fault === null) return this.#books();
    if (this.#fault === 'unreadable') {
      throw new AppError('BROKER_UNKNOWN', 'The order book came as half a page and cannot be read (fault drill).');
    }
    if (this.#fault === 'lagging') return structuredClone(await this.#snapshot!);
    return withoutNewest(await this.#books());
  }
}

/** A page that ends early: the older half of the orders, and the fills of those. */
function withoutNewest(books: BrokerBooks): BrokerBooks {
  const orders = books.orders.slice(0, Math.floor(books.orders.length / 2));
  const told = new Set(orders.map(({ brokerOrderId }) => brokerOrderId));
  return { ...books, orders, fills: books.fills.filter(({ brokerOrderId }) => told.has(brokerOrderId)) };
}
