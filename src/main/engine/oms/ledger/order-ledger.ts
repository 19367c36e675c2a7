import type { Order, Position, Trade } from '../../../../contract/trading.ts';
import type { Clock } from '../../core/clock.ts';
import type { Ids } from '../../core/ids.ts';
import type { OperatorLog } from '../../core/operator-log.ts';
import { Signal } from '../../core/signal.ts';
import { replayOrder } from '../../domain/order-fold.ts';
import type { FoldedOrder } from '../../domain/order-fold.ts';
import { DAY_MS, istDay, istMidnight } from '../../core/ist.ts';
import type { SettlementRecord } from '../../domain/daily-settlement.ts';
import type { FlightNotes } from '../../flight/flight-notes.ts';
import type { Portfolio } from '../../portfolio/portfolio.ts';
import type { RiskStateRecord } from '../../domain/risk-state.ts';
import type { AccountRecord, BracketRecord, DeskStore } from '../../store/desk-store.ts';
import { isOverdueExit, isRestingStop } from '../exits/exit-due.ts';
import { LedgerDraft } from './ledger-draft.ts';
import { OrderBook } from './order-book.ts';
import { differenceFromJournal, foldable } from './stored-order.ts';
import { orderView, tradeView } from './views.ts';

export interface LedgerParts {
  clock: Clock;
  ids: Ids;
  store: DeskStore;
  account: AccountRecord;
  portfolio: Portfolio;
  flight: FlightNotes;
  log: OperatorLog;
}

/** What one durable write changed. */
export interface LedgerChange {
  orderIds: string[];
  instrumentIds: number[];
  /** Events that did not fit their order (T18). */
  anomalies: number;
}

/**
 * The single writer of orders, trades, positions, brackets and the trading state of one account: one write is one
 * transaction, then memory, then the subscribers. What fails to become durable never happened.
 */
export class OrderLedger {
  readonly book = new OrderBook();
  readonly brackets = new Map<string, BracketRecord>();
  /** Contract views, after the commit that made them. */
  readonly orders = new Signal<Order>();
  readonly trades = new Signal<Trade>();
  readonly positions = new Signal<Position>();
  /** Daily settlements, told before the trades of the same write. */
  readonly settlements = new Signal<SettlementRecord>();
  readonly riskStates = new Signal<RiskStateRecord>();
  /** After the views of the same write have been told. */
  readonly changed = new Signal<LedgerChange>();
  riskState: RiskStateRecord;
  readonly #parts: LedgerParts;
  #closed = false;
  #outgoing: (() => void)[] = [];
  #publishing = false;

  constructor(parts: LedgerParts) {
    this.#parts = parts;
    const { store, account, clock } = parts;
    this.riskState = store.riskState(account.id) ?? {
      accountId: account.id,
      state: 'ACTIVE',
      since: clock.now(),
      reason: null,
      level: 'ACCOUNT',
      squareOffPending: false,
      squareOffId: null,
    };
  }

  /** Reads the account back: positions from their trades, orders of today and of open positions from their journals. */
  restore(): { problems: string[] } {
    const { store, account, portfolio, clock } = this.#parts;
    const { problems, openSince } = portfolio.restore();
    if (store.damage !== null) problems.push(store.damage);
    const since = Math.min(openSince ?? Infinity, clock.now());
    for (const record of store.orders(account.id, istMidnight(istDay(since)) - DAY_MS)) {
      const problem = differenceFromJournal(record, this.recall(record.id).record);
      if (problem !== null) problems.push(problem);
    }
    for (const bracket of store.brackets(account.id)) this.brackets.set(bracket.entryOrderId, bracket);
    return { problems };
  }

  /** Brings an older order back into memory from its journal. */
  recall(orderId: string): FoldedOrder {
    const order = replayOrder(foldable(orderId, this.#parts.store.journal(orderId)));
    this.book.put(order);
    return order;
  }

  /**
   * Runs `work` on a draft, makes all of it durable in one transaction and tells. Throws JOURNAL_UNAVAILABLE untouched.
   * @param first of new orders alone: runs as soon as they are durable, before anybody is told; an order leaves before it is shown
   */
  write<T>(work: (draft: LedgerDraft) => T, first: (() => void) | null = null): T {
    if (this.#closed) throw new Error('The order ledger is closed.');
    const { store, clock, ids, portfolio, flight } = this.#parts;
    const draft = new LedgerDraft({ clock, ids, book: this.book, portfolio });
    const result = work(draft);
    if (draft.empty) return result;
    let committedAt: number | null = null;
    const durable = () => {
      committedAt = flight.now();
      this.#remember(draft);
      first?.();
    };
    try {
      if (first === null) {
        store.transaction((tx) => draft.save(tx));
        durable();
      } else {
        store.noteOrders((note) => draft.saveNew(note), durable);
      }
    } finally {
      if (committedAt !== null) {
        flight.committed(draft.journal, committedAt, draft.riskState !== null);
        this.#announce(draft);
      }
    }
    return result;
  }

  /** Answers that still come in find nobody: the next start reads them from the broker's books. */
  close(): void {
    this.#closed = true;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The row of a position, with its armed target and stop, and whether an exit of theirs should have filled by now. */
  positionView(instrumentId: number): Position {
    const { portfolio, clock } = this.#parts;
    const live = this.book.live().flatMap(({ record }) => (record.instrumentId === instrumentId ? [record] : []));
    const resting = live.filter((record) => record.state === 'TRIGGER_PENDING' && isRestingStop(record));
    return portfolio.view(instrumentId, {
      armed: this.armed(instrumentId),
      resident: resting.reduce((units, { quantity, filled }) => units + quantity - filled, 0),
      isInDoubt: live.some((record) => record.state === 'UNKNOWN' && isRestingStop(record)),
      isOverdue: live.some((record) => isOverdueExit(record, clock.now())),
    });
  }

  /** The armed brackets of what an instrument holds, the newest first. */
  armed(instrumentId: number): BracketRecord[] {
    return [...this.brackets.values()]
      .filter((bracket) => bracket.instrumentId === instrumentId && bracket.state === 'ARMED')
      .filter((bracket) => (this.book.get(bracket.entryOrderId)?.record.filled ?? 0) > 0)
      .toReversed();
  }

  #remember(draft: LedgerDraft): void {
    const { portfolio } = this.#parts;
    for (const order of draft.orders.values()) this.book.put(order);
    for (const settlement of draft.settlements) portfolio.settled(settlement);
    for (const position of draft.positions.values()) portfolio.put(position);
    for (const bracket of draft.brackets.values()) {
      this.brackets.delete(bracket.entryOrderId);
      this.brackets.set(bracket.entryOrderId, bracket);
    }
    const { riskState } = draft;
    if (riskState !== null) this.riskState = riskState;
  }

  #announce(draft: LedgerDraft): void {
    const { portfolio } = this.#parts;
    const { riskState } = draft;
    const instruments = new Set(draft.positions.keys());
    for (const bracket of draft.brackets.values()) {
      if (portfolio.folded(bracket.instrumentId).netQty !== 0) instruments.add(bracket.instrumentId);
    }
    for (const { record } of draft.orders.values()) this.#tell(this.orders, orderView(record));
    for (const settlement of draft.settlements) this.#tell(this.settlements, settlement);
    for (const trade of draft.trades) this.#tell(this.trades, tradeView(trade));
    for (const instrumentId of instruments) this.#tell(this.positions, this.positionView(instrumentId));
    if (riskState !== null) this.#tell(this.riskStates, riskState);
    this.#tell(this.changed, {
      orderIds: [...draft.orders.keys()],
      instrumentIds: [...instruments],
      anomalies: draft.anomalies,
    });
    this.#publish();
  }

  #tell<T>(signal: Signal<T>, value: T): void {
    this.#outgoing.push(() => signal.emit(value));
  }

  /** A subscriber may write in turn: what that write tells waits until everybody has heard this one. */
  #publish(): void {
    if (this.#publishing) return;
    this.#publishing = true;
    for (let next = this.#outgoing.shift(); next !== undefined; next = this.#outgoing.shift()) {
      try {
        next();
      } catch (error) {
        this.#parts.log.error('A subscriber of the order ledger failed.', error);
      }
    }
    this.#publishing = false;
  }
}
