import type { Check } from '../../../contract/trading.ts';
import { shortRupees } from '../../ui/format.ts';

/**
 * Value and limit of a check in few letters, "1 of 8/s": what both have in common is said once, rupees are
 * told in lakh and crore. The check's own words are for a tooltip.
 */
export function checkText({ value, limit }: Pick<Check, 'value' | 'limit'>): string {
  const [seen, allowed] = [terse(value), terse(limit)];
  const unit = / %$|\/\w+$/;
  const common = unit.exec(allowed)?.[0];
  if (common !== undefined && seen.endsWith(common)) return `${seen.slice(0, -common.length)} of ${allowed}`;
  return unit.test(seen) ? `${seen}, at most ${allowed}` : `${seen} of ${allowed}`;
}

function terse(text: string): string {
  return text
    .replace(/ from (ask|bid|LTP)$/, '')
    .replace(/ in a second$/, '/s')
    .replace(/ in a minute$/, '/min')
    .replace(/₹([\d,]+\.\d\d)/g, (_, figure: string) => shortRupees(Number(figure.replaceAll(',', '')) * 100))
    .replace(/^\d{4,}$/, (digits) => Number(digits).toLocaleString('en-IN'));
}
