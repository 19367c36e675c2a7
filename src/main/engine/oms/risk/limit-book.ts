import { armsAt, LIMIT_PARAMETERS } from '../../../../contract/limit-parameters.ts';
import { LIMIT_KEYS } from '../../../../contract/risk.ts';
import type { LimitChanges, LimitKey, Limits } from '../../../../contract/risk.ts';
import { AppError } from '../../core/app-error.ts';
import { istDay, istTime } from '../../core/ist.ts';
import { rupees } from '../../core/money.ts';
import { loosens } from '../../domain/limits.ts';
import { lockProblem } from '../../domain/profit-lock.ts';
import { riskRules } from '../../rms/risk-data.ts';
import type { PendingLimit } from '../../store/desk-store.ts';
import type { OmsContext } from '../oms-context.ts';

type Parts = Pick<OmsContext, 'store' | 'account' | 'clock' | 'counts' | 'portfolio'>;

/**
 * Changes a trader's own limits, or those of one of the strategies (R2): what is tightened holds at once; what is loosened waits once the day has begun, so
 * that nobody talks himself out of a limit in the minute it bites. Limits that are not named stay.
 * Throws STRATEGY_UNKNOWN, and RMS_LIMIT_INVALID for a set that contradicts itself, with nothing changed.
 */
export function changeLimits(
  { store, account, clock, counts, portfolio }: Parts,
  changes: LimitChanges,
  reason: string | null,
  strategyId: string | null = null,
): void {
  const { userId } = account;
  const strategy = strategyId === null ? null : strategyOf(store, strategyId);
  const before = store.limits(userId, strategyId);
  const after = { ...before, ...changes };
  refuseNonsense(after);
  const now = clock.now();
  const hasBegun = counts.orders > 0 || portfolio.open().length > 0;
  const from = now + riskRules(istDay(now)).loosenDelayMs;
  const atOnce: LimitChanges = {};
  const later: PendingLimit[] = [];
  for (const key of LIMIT_KEYS) {
    const value = changes[key];
    if (value === undefined) continue;
    if (hasBegun && loosens(key, before[key], value)) later.push({ key, value, from });
    // A limit named again as it stands is kept, and a loosening of it that waits is given up.
    else atOnce[key] = value;
  }
  if (later.length > 0 && reason === null) {
    throw new AppError(
      'RMS_LIMIT_INVALID',
      `${later.map(({ key }) => nameOf(key)).join(', ')}: a limit loosened while the day runs needs a reason and waits until ${istTime(from)} IST; what is tightened holds at once.`,
    );
  }
  const words = LIMIT_KEYS.filter((key) => changes[key] !== undefined && changes[key] !== before[key]).map((key) => {
    const waits = later.some((pending) => pending.key === key);
    const until = waits ? ` from ${istTime(from)} IST on` : '';
    return `${nameOf(key)} ${limitText(key, before[key])} → ${limitText(key, after[key])}${until}`;
  });
  store.transaction((tx) => {
    tx.saveLimits({ userId, strategyId }, atOnce, later);
    const whose = strategy === null ? 'Limits' : `Limits of ${strategy.name}`;
    if (words.length > 0) tx.log('rms', `${whose}: ${words.join('; ')}.${reason === null ? '' : ` Reason: ${reason}`}`);
  });
}

function strategyOf(store: Parts['store'], strategyId: string): { name: string } {
  const strategy = store.strategies().find(({ id }) => id === strategyId);
  if (strategy !== undefined) return strategy;
  throw new AppError('STRATEGY_UNKNOWN', 'No strategy of this desk has that id, so nothing was changed.', {
    strategyId,
  });
}

/** A limit as a person reads it: "₹15,000.00", "20 lots", "off". */
export function limitText(key: LimitKey, value: number | null): string {
  if (value === null) return 'off';
  const unit = LIMIT_PARAMETERS.find((parameter) => parameter.key === key)!.unit;
  return unit === 'rupees' ? rupees(value) : `${value} ${unit}`;
}

function nameOf(key: LimitKey): string {
  return LIMIT_PARAMETERS.find((parameter) => parameter.key === key)!.name.toLowerCase();
}

function refuseNonsense(limits: Limits): void {
  const trigger = armsAt(limits);
  const problem =
    trigger === null || limits.profitLock === null
      ? null
      : lockProblem({ trigger, floor: limits.profitLock, trail: null });
  if (problem !== null) throw new AppError('RMS_LIMIT_INVALID', problem, { profitLock: limits.profitLock, trigger });
  if ((limits.trailEvery === null) !== (limits.trailBy === null)) {
    throw new AppError(
      'RMS_LIMIT_INVALID',
      'A stepped trail needs both figures: the gain it takes and the step it makes.',
    );
  }
  if (limits.trailEvery !== null && limits.trailBy !== null && limits.trailBy > limits.trailEvery) {
    throw new AppError(
      'RMS_LIMIT_INVALID',
      `A stop that moves ${limits.trailBy} points for every ${limits.trailEvery} won would overtake the price: trail by at most ${limits.trailEvery}.`,
    );
  }
}
