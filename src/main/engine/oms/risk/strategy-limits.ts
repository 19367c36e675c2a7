import { armsAt } from '../../../../contract/limit-parameters.ts';
import type { LockScope, LockTerms } from '../../../../contract/protection.ts';
import type { Limits } from '../../../../contract/risk.ts';
import { istDay } from '../../core/ist.ts';
import { rupees } from '../../core/money.ts';
import type { ProfitLockRecord } from '../../store/desk-store.ts';
import type { ProfitLocks } from '../exits/profit-locks.ts';
import type { OmsContext } from '../oms-context.ts';

interface Strategy {
  id: string;
  name: string;
}

/**
 * The limits that a strategy has of its own (its row of `rms_rules`) on what its day comes to. At `max_loss` its entries
 * are cancelled and locked. `profit_lock` is a profit lock of the strategy, armed each day with its first position: when it
 * is hit the strategy is closed and its entries are locked.
 */
export class StrategyLimits {
  readonly #context: OmsContext;
  readonly #locks: ProfitLocks;
  readonly #cancelOf: (strategyId: string) => void;

  constructor(context: OmsContext, locks: ProfitLocks, cancelOf: (strategyId: string) => void) {
    this.#context = context;
    this.#locks = locks;
    this.#cancelOf = cancelOf;
    locks.hit.on((record) => this.#onHit(record));
  }

  /** After every mark and fill. */
  onMark(): void {
    const { store, account, strategies, watch } = this.#context;
    for (const strategy of store.strategies()) {
      const limits = store.limits(account.userId, strategy.id);
      const { maxLoss } = limits;
      if (maxLoss !== null && watch.onStrategyNet(strategy, strategies.dayNet(strategy.id), maxLoss)) {
        this.#cancelOf(strategy.id);
      }
      const terms = termsOf(limits);
      if (terms !== null) this.#keepLock(strategy, terms);
    }
  }

  /** A lock set by hand stands if it keeps as much. Not armed again once it was hit: the entries stay locked for the day. */
  #keepLock({ id }: Strategy, terms: LockTerms): void {
    const { clock, strategies, log } = this.#context;
    const scope: LockScope = { type: 'STRATEGY', strategyId: id };
    const held = this.#locks.of(scope);
    const isOfToday = held !== null && istDay(held.since) === istDay(clock.now());
    if (held !== null && (held.state !== 'ARMED' || (isOfToday && keepsAsMuch(held.terms, terms)))) return;
    if (strategies.held(id).length === 0 || this.#isLocked(id)) return;
    try {
      this.#locks.arm(scope, terms, 'the limit of the strategy on its profit');
    } catch (error) {
      log.error('The profit lock of a strategy could not be written.', error);
    }
  }

  #isLocked(id: string): boolean {
    return this.#context.watch.locks.some(({ kind, strategyId }) => kind === 'PROFIT' && strategyId === id);
  }

  #onHit({ scope, terms, lock }: ProfitLockRecord): void {
    if (scope.type !== 'STRATEGY' || scope.strategyId === null) return;
    const { store, account, watch } = this.#context;
    const limit = termsOf(store.limits(account.userId, scope.strategyId));
    if (limit === null || !keepsAsMuch(terms, limit)) return;
    const strategy = store.strategies().find(({ id }) => id === scope.strategyId);
    const reason = `the day of ${strategy?.name ?? 'a strategy'} fell to the profit locked in, ${rupees(lock.floor ?? 0)}`;
    watch.lockDay('PROFIT', reason, scope.strategyId);
    this.#cancelOf(scope.strategyId);
  }
}

function termsOf(limits: Limits): LockTerms | null {
  const trigger = armsAt(limits);
  if (trigger === null || limits.profitLock === null) return null;
  return { trigger, floor: limits.profitLock, trail: null, net: true };
}

/** Armed no later, and keeping no less. */
function keepsAsMuch(terms: LockTerms, asked: LockTerms): boolean {
  return terms.net === asked.net && terms.trigger <= asked.trigger && terms.floor >= asked.floor;
}
