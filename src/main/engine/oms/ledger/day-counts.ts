import { istDay, istMidnight } from '../../core/ist.ts';
import { isSettlement } from '../../domain/daily-settlement.ts';
import type { OrderRecord } from '../../domain/order.ts';
import { TradeTally } from '../../domain/trade-tally.ts';
import type { Clock } from '../../core/clock.ts';
import type { AccountRecord, DeskStore } from '../../store/desk-store.ts';
import type { OrderLedger } from './order-ledger.ts';

interface Parts {
  ledger: OrderLedger;
  store: DeskStore;
  account: AccountRecord;
  clock: Clock;
}

/** How many orders, messages and trades an account had today, kept up as they happen. */
export class DayCounts {
  readonly trades = new TradeTally();
  readonly #clock;
  /** Messages of each order that was sent today: its place, modifies and cancels. */
  readonly #messages = new Map<string, number>();
  #day: string;
  #total = 0;

  constructor({ ledger, store, account, clock }: Parts) {
    this.#clock = clock;
    this.#day = istDay(clock.now());
    for (const booking of store.bookings(account.id)) {
      if (isSettlement(booking)) this.trades.settle(booking);
      else this.trades.add(booking);
    }
    ledger.settlements.on((settlement) => this.trades.settle(settlement));
    for (const { record } of ledger.book.all()) this.#count(record);
    ledger.changed.on(({ orderIds }) => {
      this.#roll();
      for (const id of orderIds) this.#count(ledger.book.get(id)!.record);
    });
  }

  get orders(): number {
    this.#roll();
    return this.#messages.size;
  }

  /** Places, modifies and cancels. */
  get messages(): number {
    this.#roll();
    return this.#total;
  }

  #count(record: OrderRecord): void {
    const { id, state, source, createdAt, requests } = record;
    const sent = state !== 'DRAFT' && state !== 'DENIED' && state !== 'QUEUED' && source !== 'BROKER';
    if (!sent || createdAt < istMidnight(this.#day)) return;
    const messages = 1 + requests.length;
    this.#total += messages - (this.#messages.get(id) ?? 0);
    this.#messages.set(id, messages);
  }

  #roll(): void {
    const day = istDay(this.#clock.now());
    if (day === this.#day) return;
    this.#day = day;
    this.#messages.clear();
    this.#total = 0;
  }
}
