import rules from '../../../../resources/risk/rules.json' with { type: 'json' };
import { LIMIT_KEYS } from '../../../contract/risk.ts';
import type { LimitChanges, LimitKey, Limits } from '../../../contract/risk.ts';
import { inForce } from './in-force.ts';

/** Every limit off. */
export const NO_LIMITS = Object.fromEntries(LIMIT_KEYS.map((key) => [key, null])) as Limits;

/** Where a trader has set nothing: the dated defaults, the rest off. */
export function defaultLimits(day: string): Limits {
  return { ...NO_LIMITS, ...inForce(rules.versions, day).limits };
}

/** The lower of two limits is the tighter, for every limit but the figures that only shape another. */
const SHAPES: ReadonlySet<LimitKey> = new Set(['profitLockAt', 'trailingSl', 'trailEvery', 'trailBy']);
/** Of these the higher is the tighter: more is kept, the pause is longer. */
const HIGHER: ReadonlySet<LimitKey> = new Set(['profitLock', 'cooldownMinutes']);

/** True when a change of one limit lets the trader do more than before (R2). */
export function loosens(key: LimitKey, before: number | null, after: number | null): boolean {
  if (before === after || before === null) return false;
  if (key === 'profitLockAt') return after === null || after > before;
  if (SHAPES.has(key)) return false;
  if (after === null) return true;
  return HIGHER.has(key) ? after < before : after > before;
}

/** The tighter of two sets, limit by limit: what a trader set and what the owner caps it at. */
export function tighter(one: Limits, other: LimitChanges): Limits {
  const limits = { ...one };
  for (const key of LIMIT_KEYS) {
    const cap = other[key];
    if (cap === undefined || cap === null) continue;
    const own = limits[key];
    if (own === null) limits[key] = cap;
    else if (!SHAPES.has(key)) limits[key] = HIGHER.has(key) ? Math.max(own, cap) : Math.min(own, cap);
  }
  return limits;
}
