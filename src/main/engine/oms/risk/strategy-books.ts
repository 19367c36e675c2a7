import type { Instrument } from '../../../../contract/market.ts';
import type { Clock } from '../../core/clock.ts';
import { istDay, istMidnight } from '../../core/ist.ts';
import { mark } from '../../domain/position-fold.ts';
import type { Portfolio } from '../../portfolio/portfolio.ts';
import type { AccountRecord, DeskStore } from '../../store/desk-store.ts';
import { scopeBook, takeInto } from '../exits/profit-locks-scope.ts';
import type { ScopeBook } from '../exits/profit-locks-scope.ts';
import type { OrderLedger } from '../ledger/order-ledger.ts';
import type { HeldUnits } from './exposure.ts';

interface Parts {
  ledger: OrderLedger;
  store: DeskStore;
  account: AccountRecord;
  portfolio: Portfolio;
  clock: Clock;
  /** Throws INSTRUMENT_UNKNOWN. */
  instrument: (instrumentId: number) => Instrument;
}

/** What each strategy holds, and what its day has come to. Nothing is kept, or looked at, while there is no strategy. */
export class StrategyBooks {
  readonly #parts: Parts;
  readonly #books = new Map<string, ScopeBook>();
  #day = '';
  #isStale = true;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.ledger.trades.on(({ id, orderId, timestamp }) => this.#take(id, orderId, timestamp));
    parts.ledger.settlements.on(() => (this.#isStale = true));
  }

  /** Realised since midnight + unrealised − charges of a strategy, marked as the account is; paise. */
  dayNet(strategyId: string): number {
    const book = this.#book(strategyId);
    if (book === undefined) return 0;
    let net = book.realised - book.charges;
    for (const position of book.open()) {
      const price = this.#parts.portfolio.markPrice(position.instrumentId);
      if (price !== null) net += mark(position, price);
    }
    return net;
  }

  held(strategyId: string): HeldUnits[] {
    const open = this.#book(strategyId)?.open() ?? [];
    return open.map(({ instrumentId, netQty }) => {
      const { lotSize } = this.#parts.instrument(instrumentId);
      return { instrumentId, netQty, lotSize };
    });
  }

  #book(strategyId: string): ScopeBook | undefined {
    const { store, clock } = this.#parts;
    const day = istDay(clock.now());
    if (this.#isStale || day > this.#day) {
      this.#day = day > this.#day ? day : this.#day;
      this.#isStale = false;
      this.#books.clear();
      for (const { id } of store.strategies()) this.#books.set(id, this.#fresh(id));
    }
    return this.#books.get(strategyId);
  }

  #fresh(strategyId: string): ScopeBook {
    return scopeBook(this.#parts, { type: 'STRATEGY', strategyId }, istMidnight(this.#day));
  }

  #take(tradeId: string, orderId: string, timestamp: number): void {
    const { ledger, store, account } = this.#parts;
    if (this.#isStale) return;
    const maker = ledger.book.get(orderId)?.record;
    const strategyId = maker?.strategyId ?? null;
    if (strategyId !== null && !this.#books.has(strategyId)) {
      this.#books.set(strategyId, this.#fresh(strategyId));
      return;
    }
    if (this.#books.size === 0) return;
    const trade = store.trades(account.id, timestamp).find(({ id }) => id === tradeId);
    if (trade === undefined) this.#isStale = true;
    else for (const [id, book] of this.#books) takeInto(book, { type: 'STRATEGY', strategyId: id }, trade, maker);
  }
}
