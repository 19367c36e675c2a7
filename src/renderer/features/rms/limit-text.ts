import type { LimitParameter, LimitUnit } from '../../../contract/limit-parameters.ts';
import type { HeldLock } from '../../../contract/protection.ts';
import type { Limits } from '../../../contract/risk.ts';
import { rupees } from '../../ui/format.ts';

const ONE: Partial<Record<LimitUnit, string>> = {
  lots: 'lot',
  orders: 'order',
  trades: 'trade',
  fills: 'fill',
  minutes: 'minute',
  points: 'point',
  units: 'unit',
};

/** A limit as a person reads it: "₹15,000.00", "1 lot", "25 times", "off". */
export function limitText({ unit }: Pick<LimitParameter, 'unit'>, value: number | null): string {
  if (value === null) return 'off';
  if (unit === 'rupees') return rupees(value);
  return `${value} ${value === 1 ? (ONE[unit] ?? unit) : unit}`;
}

/** What the profit lock of a strategy, or of all by hand, does now. */
export function strategyLockSentence({ phase, floor, profit, terms }: HeldLock): string {
  if (phase === 'HIT') return 'The profit fell to what is kept: what it holds is being closed.';
  if (profit === null) return 'A feed is stale: the lock waits for a confirmed price.';
  const now = `At ${rupees(profit)} now, ${terms.net ? 'net of' : 'before'} charges`;
  const rises =
    terms.trail === null ? '' : `, ${rupees(terms.trail.by)} more for every ${rupees(terms.trail.every)} won beyond`;
  return floor === null
    ? `${now}: once ${rupees(terms.trigger)} is reached, ${rupees(terms.floor)} is kept${rises}.`
    : `${now}: down to ${rupees(floor)}, all it holds is closed${rises}.`;
}

/** What a limit does, in the figures it is set to. */
export function limitSentence(parameter: LimitParameter, limits: Limits): string {
  const value = limits[parameter.key];
  return value === null ? parameter.off : parameter.says(limitText(parameter, value), limits, rupees);
}
