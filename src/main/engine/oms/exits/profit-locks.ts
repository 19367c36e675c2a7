import type { HeldLock, LockScope, LockTerms } from '../../../../contract/protection.ts';
import { AppError } from '../../core/app-error.ts';
import type { Timer } from '../../core/clock.ts';
import { Signal } from '../../core/signal.ts';
import { istDay, istMidnight } from '../../core/ist.ts';
import { rupees } from '../../core/money.ts';
import type { OrderRecord } from '../../domain/order.ts';
import { mark } from '../../domain/position-fold.ts';
import { lockProblem, lockProfit, UNLOCKED } from '../../domain/profit-lock.ts';
import type { LockState } from '../../domain/profit-lock.ts';
import { priceBand } from '../../rms/price-band.ts';
import type { ProfitLockRecord } from '../../store/desk-store.ts';
import { CONFIRM_MS, isSound } from './bracket-trigger.ts';
import type { Exits } from './exits.ts';
import { Flatten } from './flatten.ts';
import type { LedgerChange } from '../ledger/order-ledger.ts';
import type { OmsContext } from '../oms-context.ts';
import { counts, scopeBook, takeInto } from './profit-locks-scope.ts';
import type { ScopeBook } from './profit-locks-scope.ts';

/** After an exit that left something open, how long until it goes on. */
const RESUME_MS = 2000;

interface Held {
  record: ProfitLockRecord;
  book: ScopeBook;
  /** The side that a locked position has had: a position turned over is another one. */
  side: number;
  /** A move seen in an unsound book, which has to stand. */
  unconfirmed: { phase: LockState['phase']; since: number; timer: Timer } | null;
  exiting: boolean;
  /** What it had come to could not be told at the last look, and no tick of its own need come after. */
  frozen: boolean;
}

/**
 * Profit locks of positions and strategies. Profit is what was booked since the day a lock was armed and what is open at
 * the price an exit would get, of confirmed trades alone (PL4). Frozen while a leg's feed is stale (B3). A ratchet is
 * durable before it holds (PL5); a lock that is hit closes its scope once, shorts first (PL3), also over a restart (PL6).
 */
export class ProfitLocks {
  /** A lock was hit, and that is durable. */
  readonly hit = new Signal<ProfitLockRecord>();
  readonly #context: OmsContext;
  readonly #exits: Exits;
  readonly #held = new Map<string, Held>();
  #started = false;
  /** Futures were settled: the books of the locks are made anew, with the settlement in its place. */
  #isSettled = false;

  constructor(context: OmsContext, exits: Exits) {
    this.#context = context;
    this.#exits = exits;
    const { store, account, ledger } = context;
    for (const record of store.profitLocks(account.id)) this.#hold(record);
    ledger.trades.on(({ id, timestamp }) => this.#take(id, timestamp));
    ledger.settlements.on(() => (this.#isSettled = true));
    ledger.changed.on((change) => this.#follow(change));
  }

  /** Starts acting; until then locks are kept and shown, but none moves. */
  start(): void {
    this.#started = true;
    for (const held of this.#all()) {
      if (held.record.state === 'EXITING') {
        this.hit.emit(held.record);
        this.#exit(held);
      } else if (held.record.scope.type === 'POSITION' && held.side === 0) this.#endClosed(held);
      else this.#look(held);
    }
  }

  close(): void {
    this.#started = false;
    for (const { unconfirmed } of this.#held.values()) unconfirmed?.timer.cancel();
  }

  /**
   * Arms a lock of a scope in place of the one it has, or removes it (null). Throws SETTING_INVALID (PL2), POSITION_FLAT,
   * JOURNAL_UNAVAILABLE.
   */
  arm(scope: LockScope, terms: LockTerms | null, reason: string | null = null): void {
    const { clock, ids, account, store, portfolio } = this.#context;
    const problem = terms === null ? null : lockProblem(terms);
    if (problem !== null) throw new AppError('SETTING_INVALID', problem, { ...terms });
    const name = this.#name(scope);
    if (terms !== null && scope.type === 'POSITION' && portfolio.netQty(scope.instrumentId) === 0) {
      throw new AppError('POSITION_FLAT', `There is no position in ${name} to lock a profit of: open one first.`, {
        instrumentId: scope.instrumentId,
      });
    }
    const known = this.#held.get(keyOf(scope));
    const now = clock.now();
    const record: ProfitLockRecord | null =
      terms === null
        ? null
        : {
            id: ids.uuid(),
            accountId: account.id,
            scope,
            terms,
            lock: UNLOCKED,
            state: 'ARMED',
            since: now,
            updatedAt: now,
          };
    if (known === undefined && record === null) return;
    store.transaction((tx) => {
      if (known !== undefined) tx.saveProfitLock({ ...known.record, state: 'DONE', updatedAt: now });
      if (record !== null) tx.saveProfitLock(record);
      const said = terms === null ? `Profit lock of ${name} removed.` : `Profit lock of ${name}: ${wordsOf(terms)}.`;
      tx.log('rms', reason === null ? said : `${said} Reason: ${reason}`);
    });
    if (known !== undefined) this.#drop(known);
    if (record !== null) this.#look(this.#hold(record));
  }

  /** The lock of a scope that is not over, or null. */
  of(scope: LockScope): ProfitLockRecord | null {
    return this.#held.get(keyOf(scope))?.record ?? null;
  }

  /** The locks that are not over. */
  views(): HeldLock[] {
    return this.#all().map((held) => {
      const { id, scope, terms, lock } = held.record;
      const { phase, floor } = lock;
      return { id, scope, name: this.#name(scope), terms, phase, floor, profit: this.#profit(held)?.amount ?? null };
    });
  }

  /** Looks at the locks that hold an instrument; called after its quote changed. */
  onTick(instrumentId: number): void {
    if (!this.#started || this.#held.size === 0) return;
    for (const held of this.#all()) if (held.book.units(instrumentId) !== 0) this.#look(held);
  }

  /** Looks again at the locks whose profit could not be told; called with the tick of any contract, by which a feed is live. */
  thaw(): void {
    if (!this.#started) return;
    for (const held of this.#held.values()) if (held.frozen) this.#look(held);
  }

  #all(): Held[] {
    return [...this.#held.values()];
  }

  #hold(record: ProfitLockRecord): Held {
    const { scope } = record;
    const side = scope.type === 'POSITION' ? Math.sign(this.#context.portfolio.netQty(scope.instrumentId)) : 0;
    const held: Held = { record, book: this.#bookOf(record), side, unconfirmed: null, exiting: false, frozen: false };
    this.#held.set(keyOf(scope), held);
    return held;
  }

  #drop(held: Held): void {
    this.#forget(held);
    const key = keyOf(held.record.scope);
    if (this.#held.get(key) === held) this.#held.delete(key);
  }

  #bookOf({ scope, since }: ProfitLockRecord): ScopeBook {
    return scopeBook(this.#context, scope, istMidnight(istDay(since)));
  }

  #take(tradeId: string, timestamp: number): void {
    if (this.#held.size === 0) return;
    const { store, account, ledger } = this.#context;
    const trade = store.trades(account.id, timestamp).find(({ id }) => id === tradeId);
    for (const held of this.#all()) {
      if (trade === undefined) held.book = this.#bookOf(held.record);
      else takeInto(held.book, held.record.scope, trade, ledger.book.get(trade.orderId)?.record);
    }
  }

  #follow({ instrumentIds }: LedgerChange): void {
    if (this.#isSettled) {
      for (const held of this.#all()) held.book = this.#bookOf(held.record);
      this.#isSettled = false;
    }
    for (const held of this.#all()) {
      const { scope, state } = held.record;
      if (state !== 'ARMED') continue;
      if (scope.type === 'POSITION' && instrumentIds.includes(scope.instrumentId)) {
        const side = Math.sign(this.#context.portfolio.netQty(scope.instrumentId));
        if (side !== held.side) {
          this.#endClosed(held);
          continue;
        }
      }
      if (instrumentIds.length > 0) this.#look(held);
    }
  }

  /**
   * Paise, and whether every book it was marked by is sound; null while it cannot be told: a feed is stale, a book has no
   * price on the side of the exit or one outside the exchange's band.
   */
  #profit({ book, record }: Held): { amount: number; sound: boolean } | null {
    const { quotes, instrument, clock } = this.#context;
    let amount = book.realised - (record.terms.net ? book.charges : 0);
    let sound = true;
    for (const position of book.open()) {
      const { instrumentId, netQty } = position;
      const quote = quotes.get(instrumentId);
      if (quote === null || quotes.isStale(instrumentId)) return null;
      const price = netQty > 0 ? quote.bid : quote.ask;
      const band = priceBand(instrument(instrumentId), quote, istDay(clock.now()));
      if (price <= 0 || (band !== null && (price < band.low || price > band.high))) return null;
      amount += mark(position, price);
      sound &&= isSound(quote);
    }
    return { amount, sound };
  }

  #look(held: Held): void {
    const { trust, phase } = this.#context;
    const { record } = held;
    if (!this.#started || record.state !== 'ARMED' || trust.since === null || !phase().open) return;
    const profit = this.#profit(held);
    held.frozen = profit === null;
    const lock = profit === null ? record.lock : lockProfit(record.terms, record.lock, profit.amount);
    if (profit === null || lock === record.lock) {
      this.#forget(held);
      return;
    }
    if (!profit.sound && !this.#stood(held, lock.phase)) return;
    this.#forget(held);
    this.#move(held, lock, profit.amount);
  }

  /** Whether a move that an unsound book shows has stood long enough to be believed; else it is looked at again. */
  #stood(held: Held, phase: LockState['phase']): boolean {
    const { clock } = this.#context;
    const seen = held.unconfirmed;
    if (seen?.phase === phase) return clock.monotonic() - seen.since >= CONFIRM_MS;
    this.#forget(held);
    const timer = clock.setTimeout(() => this.#look(held), CONFIRM_MS);
    held.unconfirmed = { phase, since: clock.monotonic(), timer };
    return false;
  }

  #forget(held: Held): void {
    held.unconfirmed?.timer.cancel();
    held.unconfirmed = null;
  }

  #move(held: Held, lock: LockState, profit: number): void {
    const { record } = held;
    const name = this.#name(record.scope);
    const floor = rupees(lock.floor ?? 0);
    if (lock.phase !== 'HIT') {
      this.#save(
        held,
        { ...record, lock },
        `Profit lock of ${name}: at ${rupees(profit)}, ${floor} is kept from now on.`,
      );
      return;
    }
    const line = `Profit lock of ${name} hit: the profit of ${rupees(profit)} is down to the ${floor} kept; it is closed.`;
    if (!this.#save(held, { ...record, lock, state: 'EXITING' }, line)) return;
    this.hit.emit(held.record);
    this.#exit(held);
  }

  #endClosed(held: Held): void {
    this.#end(held, `Profit lock of ${this.#name(held.record.scope)} ended: that position is closed.`);
  }

  #end(held: Held, line: string): void {
    if (this.#save(held, { ...held.record, state: 'DONE' }, line)) this.#drop(held);
  }

  /** False when it could not be made durable: it has not happened then, and the next tick tries again. */
  #save(held: Held, record: ProfitLockRecord, line: string): boolean {
    const { store, clock, log } = this.#context;
    const next = { ...record, updatedAt: clock.now() };
    try {
      store.transaction((tx) => {
        tx.saveProfitLock(next);
        tx.log('rms', line);
      });
    } catch (error) {
      log.error(`The profit lock of ${this.#name(record.scope)} could not be written.`, error);
      return false;
    }
    held.record = next;
    return true;
  }

  /** Closes the scope, in the order of a square-off and under the lock's own id, so that a restart goes on with it (O5). */
  #exit(held: Held): void {
    const { trust, phase, log } = this.#context;
    const goOn = () =>
      this.#started && held.record.state === 'EXITING' && this.#held.get(keyOf(held.record.scope)) === held;
    if (held.exiting || !goOn()) return;
    if (trust.since === null || !phase().open) {
      this.#later(held);
      return;
    }
    held.exiting = true;
    const closing = new Flatten(this.#context, this.#exits, {
      units: (instrumentId) => this.#unitsToExit(held, instrumentId),
      covers: (order) => covers(held.record.scope, order),
    });
    closing
      .run(held.record.id, goOn)
      .then((isFlat) => {
        held.exiting = false;
        if (!goOn()) return;
        if (isFlat) this.#end(held, `Profit lock of ${this.#name(held.record.scope)}: closed, nothing is left open.`);
        if (this.#held.get(keyOf(held.record.scope)) === held) this.#later(held);
      })
      .catch((error: unknown) => {
        held.exiting = false;
        log.error(`The exit of the profit lock of ${this.#name(held.record.scope)} was interrupted.`, error);
        this.#later(held);
      });
  }

  #later(held: Held): void {
    this.#context.clock.setTimeout(() => this.#exit(held), RESUME_MS);
  }

  /** What the scope holds, and never more than is confirmed (B2). */
  #unitsToExit({ book }: Held, instrumentId: number): number {
    const netQty = this.#context.portfolio.netQty(instrumentId);
    const units = book.units(instrumentId);
    if (units === 0 || units > 0 !== netQty > 0) return 0;
    return Math.sign(units) * Math.min(Math.abs(units), Math.abs(netQty));
  }

  #name(scope: LockScope): string {
    if (scope.type === 'POSITION') return this.#context.instrument(scope.instrumentId).name;
    const { strategyId } = scope;
    if (strategyId === null) return 'all by hand';
    return this.#context.store.strategies().find(({ id }) => id === strategyId)?.name ?? `strategy ${strategyId}`;
  }
}

function keyOf(scope: LockScope): string {
  return scope.type === 'POSITION' ? `position ${scope.instrumentId}` : `strategy ${scope.strategyId ?? ''}`;
}

/** Whether an order belongs to what a lock closes. */
function covers(scope: LockScope, order: OrderRecord): boolean {
  return counts(scope, order.instrumentId, order) === 'WHOLLY';
}

function wordsOf({ trigger, floor, trail, net }: LockTerms): string {
  const rises = trail === null ? '' : `, ${rupees(trail.by)} more for every ${rupees(trail.every)}`;
  return `once ${rupees(trigger)} is reached, ${rupees(floor)} is kept${rises}, ${net ? 'net of' : 'before'} charges`;
}
