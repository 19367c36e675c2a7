import { inr, percent, quantity, signed, signedRupees } from '../../../../ui/format.ts';
import type { Frame } from './shape.ts';

/** Prices of a trade that might be, paise. */
interface Plan {
  entry: number;
  stop: number;
  target: number;
}

/** Times the risk that the target would gain, with two decimals; null without a risk. */
export function rMultiple({ entry, stop, target }: Plan): string | null {
  return stop === entry ? null : Math.abs((target - entry) / (entry - stop)).toFixed(2);
}

/** The rows of a position drawing. `toward` 1 long, −1 short; rupees for the lots in the ticket, before charges. */
export function positionWords(toward: 1 | -1, plan: Plan, { lotSize, lots }: Pick<Frame, 'lotSize' | 'lots'>) {
  const row = (word: string, price: number): string => {
    const points = toward * (price - plan.entry);
    const share = plan.entry === 0 ? '' : ` (${percent((points / plan.entry) * 100)} %)`;
    const money = lotSize === null ? '' : ` · ${signedRupees(points * lotSize * lots)}`;
    return `${word} ${inr(price)} · ${signed(points)}${share}${money}`;
  };
  const r = rMultiple(plan);
  const size = lotSize === null ? '' : ` · ${quantity(lots)} ${lots === 1 ? 'lot' : 'lots'}`;
  return {
    entry: `Entry ${inr(plan.entry)}${size}${r === null ? '' : ` · ${r} R`}`,
    stop: row('Stop', plan.stop),
    target: row('Target', plan.target),
  };
}
