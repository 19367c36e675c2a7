import type { ProfitLockRecord } from '../../store/desk-store.ts';
import type { Committed } from '../durable.ts';
import type { Sent } from '../sim-broker.ts';
import type { Check, CheckedWorld, RunningDesk, Violate } from './check.ts';
import { LockExits } from './lock-exits.ts';
import { TradesOf } from './trades-of.ts';

/** How many steps lie between two looks at the running program. */
const EVERY = 20;
/** How long a profit under its floor may stand before the exit is late, ms: an unsound book has to stand for one second. */
const LATE_MS = 4000;

/** PL1–PL6: profit locks, their profit counted here from the trades alone. */
export class Locks implements Check {
  readonly rules = ['PL1', 'PL2', 'PL3', 'PL4', 'PL5', 'PL6'];
  readonly #trades = new TradesOf();
  readonly #exits = new LockExits();
  readonly #known = new Map<string, ProfitLockRecord>();
  readonly #closing = new Set<string>();
  /** True time since which the profit of a lock lies under its floor, and the lock could act. */
  readonly #under = new Map<string, number>();
  /** What was placed elsewhere is nobody's by hand: the profit by hand is then not what all trades come to. */
  #onlyOurs = true;
  #steps = 0;

  onSent({ request }: Sent, { durable }: CheckedWorld, violate: Violate): void {
    const order = request === null ? undefined : durable.byTag.get(request.tag);
    const lockId = order === undefined ? null : this.#exits.lockOf(order);
    const state = durable.locks.get(lockId ?? '')?.state ?? 'EXITING';
    if (state !== 'EXITING') violate('PL3', `Lock ${lockId} sends an exit, and it is ${state}.`);
  }

  onCommit(committed: Committed, world: CheckedWorld, violate: Violate): void {
    this.#trades.follow(committed);
    this.#exits.follow(committed);
    for (const { source, strategyId } of committed.orders) {
      if (source === 'BROKER' || strategyId !== null) this.#onlyOurs = false;
    }
    for (const record of committed.locks) {
      const before = this.#known.get(record.id) ?? null;
      this.#known.set(record.id, record);
      if (record.state === 'DONE') this.#under.delete(record.id);
      this.#compare(before, record, world, violate);
    }
  }

  onStep(world: CheckedWorld, violate: Violate): void {
    this.#steps += 1;
    if (this.#steps % EVERY !== 0) return;
    const { desk } = world;
    if (desk === null || desk.reconciledAt() === null) {
      this.#under.clear();
      return;
    }
    const shown = new Map(desk.locks().map((lock) => [lock.id, lock]));
    for (const lock of this.#known.values()) {
      if (lock.state === 'DONE') continue;
      const seen = shown.get(lock.id);
      if (seen?.floor !== lock.lock.floor || seen.phase !== lock.lock.phase) {
        violate('PL5', `Lock ${lock.id} keeps ${seen?.floor} in memory, and a restart would find ${lock.lock.floor}.`);
      }
      this.#isLate(lock, desk, world, violate);
    }
  }

  #compare(before: ProfitLockRecord | null, after: ProfitLockRecord, { desk }: CheckedWorld, violate: Violate): void {
    const { id, terms, lock, state } = after;
    const [was, floor] = [before?.lock.floor ?? null, lock.floor];
    if (was !== null && (floor === null || floor < was)) violate('PL1', `The floor of lock ${id} fell to ${floor}.`);
    const { trigger, trail } = terms;
    if (terms.floor >= trigger || (trail !== null && trail.by > trail.every)) {
      violate('PL2', `Lock ${id} keeps ${terms.floor} of ${trigger}, and rises by ${trail?.by} for ${trail?.every}.`);
    }
    if (state === 'EXITING' && before?.state !== 'EXITING') {
      if (this.#closing.has(id)) violate('PL3', `Lock ${id} is hit a second time.`);
      this.#closing.add(id);
    }
    if (before !== null && before.state !== 'ARMED' && state === 'ARMED') {
      violate('PL3', `Lock ${id} was ${before.state} and is armed again.`);
    }
    if (desk === null || (before?.lock.phase === lock.phase && was === floor)) return;
    const profit = this.#profit(after, desk);
    if (profit === null || lock.phase === 'IDLE') return;
    const due = lock.phase === 'HIT' ? profit <= floor! : floor === floorAt(terms, profit);
    if (!due) violate('PL4', `Lock ${id} is ${lock.phase} at ${floor}, its trades come to ${profit}.`);
  }

  /** Paise that the trades of a lock's scope come to at the prices of an exit; null where these cannot tell. */
  #profit({ scope, terms }: ProfitLockRecord, desk: RunningDesk): number | null {
    if (scope.type === 'STRATEGY' && (scope.strategyId !== null || !this.#onlyOurs)) return null;
    let profit = 0;
    for (const [id, { net, paid, charges }] of this.#trades.all()) {
      if (scope.type === 'POSITION' && scope.instrumentId !== id) continue;
      profit -= paid + (terms.net ? charges : 0);
      if (net === 0) continue;
      const quote = desk.quote(id);
      const price = net > 0 ? quote?.bid : quote?.ask;
      if (desk.isStale(id) || price === undefined || price <= 0) return null;
      profit += net * price;
    }
    return profit;
  }

  /** PL6 and PL3: whatever was before, a profit that lies under its floor is closed. */
  #isLate(lock: ProfitLockRecord, desk: RunningDesk, world: CheckedWorld, violate: Violate): void {
    const { now, isOpen, hamperedSince } = world;
    const { floor } = lock.lock;
    const profit = lock.state === 'ARMED' && floor !== null && isOpen ? this.#profit(lock, desk) : null;
    const since = this.#under.get(lock.id) ?? now;
    if (profit === null || profit > floor! || hamperedSince(since)) {
      this.#under.delete(lock.id);
      return;
    }
    this.#under.set(lock.id, since);
    if (now - since <= LATE_MS) return;
    this.#under.set(lock.id, now);
    violate('PL6', `The profit of lock ${lock.id} is ${profit}, ${floor} is kept, and it is not closed.`);
  }
}

function floorAt({ trigger, floor, trail }: ProfitLockRecord['terms'], profit: number): number | null {
  if (profit < trigger) return null;
  return floor + (trail === null ? 0 : Math.floor((profit - trigger) / trail.every) * trail.by);
}
