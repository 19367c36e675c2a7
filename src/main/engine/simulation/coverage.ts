import { applyOrderEvent } from '../domain/order-fold.ts';
import type { FoldedOrder } from '../domain/order-fold.ts';
import type { RiskDecision } from '../rms/decision.ts';
import type { BracketRecord, ProfitLockRecord } from '../store/desk-store.ts';
import type { Committed } from './durable.ts';

/** What protects a position, and what became of it, that a run of many seeds must have seen. */
export const PROTECTIONS_TO_REACH: readonly string[] = [
  'trail STEP',
  'trail DISTANCE',
  'trail PERCENT',
  'break-even',
  'stop trailed',
  'trailing stop fired',
  'lock of POSITION',
  'lock of STRATEGY',
  'lock IDLE',
  'lock LOCKED',
  'lock HIT',
  'floor raised',
  'lock DONE',
  'exit overdue',
  'overrun',
];

/** What a run has reached: transitions of orders, refusals by rule, and what became of protection. */
export class Coverage {
  readonly transitions = new Map<string, number>();
  readonly rules = new Map<string, number>();
  readonly protections = new Map<string, number>();
  readonly #brackets = new Map<string, BracketRecord>();
  readonly #locks = new Map<string, ProfitLockRecord>();
  readonly #orders = new Map<string, FoldedOrder>();

  committed({ journal, brackets, locks, lines }: Committed): void {
    for (const { entry } of journal) {
      const { order, transition } = applyOrderEvent(this.#orders.get(entry.orderId) ?? null, entry.event, entry.at);
      this.#orders.set(entry.orderId, order);
      if (transition !== null) count(this.transitions, transition);
    }
    for (const bracket of brackets) this.#bracket(bracket);
    for (const lock of locks) this.#lock(lock);
    for (const line of lines) {
      if (line.startsWith('Overrun: ')) count(this.protections, 'overrun');
      if (line.startsWith('UNPROTECTED: ') && line.includes('is not filled')) count(this.protections, 'exit overdue');
    }
  }

  #bracket(bracket: BracketRecord): void {
    const { entryOrderId, trail, bestPrice, state } = bracket;
    const before = this.#brackets.get(entryOrderId);
    this.#brackets.set(entryOrderId, bracket);
    if (trail === null) return;
    if (JSON.stringify(before?.trail) !== JSON.stringify(trail)) {
      if (trail.follow !== null) count(this.protections, `trail ${trail.follow.type}`);
      if (trail.breakEvenAfter !== null) count(this.protections, 'break-even');
    } else if (before?.bestPrice !== bestPrice) count(this.protections, 'stop trailed');
    if (before?.state === 'ARMED' && state === 'FIRED') count(this.protections, 'trailing stop fired');
  }

  #lock(saved: ProfitLockRecord): void {
    const { id, scope, lock, state } = saved;
    const before = this.#locks.get(id);
    this.#locks.set(id, saved);
    if (before === undefined) count(this.protections, `lock of ${scope.type}`);
    if (before?.lock.phase !== lock.phase) count(this.protections, `lock ${lock.phase}`);
    else if (before.lock.floor !== lock.floor) count(this.protections, 'floor raised');
    if (state === 'DONE' && before?.state === 'EXITING') count(this.protections, 'lock DONE');
  }

  /** Refusals by the code of their rule. */
  decided(decision: RiskDecision): void {
    if (decision.denial !== null) count(this.rules, decision.denial.code);
  }
}

export function count<K>(counts: Map<K, number>, key: K, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
