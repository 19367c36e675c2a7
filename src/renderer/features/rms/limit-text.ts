import type { LimitParameter, LimitUnit } from '../../../contract/limit-parameters.ts';
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

/** What a limit does, in the figures it is set to. */
export function limitSentence(parameter: LimitParameter, limits: Limits): string {
  const value = limits[parameter.key];
  return value === null ? parameter.off : parameter.says(limitText(parameter, value), limits, rupees);
}
