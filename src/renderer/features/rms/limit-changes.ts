import { LIMIT_PARAMETERS } from '../../../contract/limit-parameters.ts';
import type { LimitChanges, Limits } from '../../../contract/risk.ts';
import { limitText } from './limit-text.ts';

/** What a change of limits means, one phrase each; empty when nothing changes. */
export function limitChanges(before: Limits, after: Limits): string[] {
  return changed(before, after).map((parameter) => {
    const from = limitText(parameter, before[parameter.key]);
    return `${parameter.name.toLowerCase()} ${from} → ${limitText(parameter, after[parameter.key])}`;
  });
}

/** The limits that differ, as they shall be. */
export function changedLimits(before: Limits, after: Limits): LimitChanges {
  return Object.fromEntries(changed(before, after).map(({ key }) => [key, after[key]]));
}

function changed(before: Limits, after: Limits) {
  return LIMIT_PARAMETERS.filter(({ key }) => before[key] !== after[key]);
}
