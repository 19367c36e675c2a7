import type { Limits } from '../../../contract/risk.ts';
import { rupees } from '../../ui/format.ts';

/** What a change of limits means, one phrase each; empty when nothing changes. */
export function limitChanges(before: Limits, after: Limits): string[] {
  const loss = (value: number | null) => (value === null ? 'off' : rupees(value));
  const lots = (value: number | null) => (value === null ? 'off' : String(value));
  return [
    ...(before.maxLoss === after.maxLoss ? [] : [`max loss ${loss(before.maxLoss)} → ${loss(after.maxLoss)}`]),
    ...(before.maxLots === after.maxLots ? [] : [`max open lots ${lots(before.maxLots)} → ${lots(after.maxLots)}`]),
  ];
}
