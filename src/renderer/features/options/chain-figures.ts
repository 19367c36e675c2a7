import { compact, inr, quantity, wholeRupees } from '../../ui/format.ts';

const MINUS = '−';
const NONE = '–';

/** A figure with a fixed number of decimals and a true minus, "–" when there is none; a negative that rounds to zero has no sign. */
export function decimal(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined) return NONE;
  const size = Math.abs(value).toFixed(digits);
  return value < 0 && Number(size) > 0 ? `${MINUS}${size}` : size;
}

/** The same with the sign of a rise. */
export function signedDecimal(value: number | null | undefined, digits: number): string {
  const text = decimal(value, digits);
  return value && value > 0 && Number(text) > 0 ? `+${text}` : text;
}

/** Units in lakh with one decimal, "105.5". */
export const lakh = (units: number | null): string => decimal(units === null ? null : units / 1e5, 1);
/** A change of units in lakh, "+23.3". */
export const signedLakh = (units: number | null): string => signedDecimal(units === null ? null : units / 1e5, 1);

/** Units where room is short: "840", "45.2 k", "92.4 L", "3.9 Cr". */
export function shortUnits(units: number | null): string {
  if (units === null) return NONE;
  if (units >= 1e7) return `${(units / 1e7).toFixed(1)} Cr`;
  if (units >= 1e5) return `${(units / 1e5).toFixed(1)} L`;
  return units >= 1e4 ? `${(units / 1e3).toFixed(1)} k` : quantity(units);
}

/** Units in full for a tooltip: "OI 3,24,350". */
export const unitsTitle = (name: string, units: number | null): string =>
  units === null ? '' : `${name} ${units < 1e5 ? quantity(units) : `${quantity(units)} (${compact(units)})`}`;

/** A fraction per year as "12.6", per cent. */
export const ivText = (iv: number | null | undefined): string =>
  decimal(iv === null || iv === undefined ? null : iv * 100, 1);

/** A strike in paise as "24,500"; with its paise where it has any. */
export const strikeText = (strike: number): string => (strike % 100 === 0 ? wholeRupees(strike) : inr(strike));

/** Days to an expiry: "today", "1 d", "12 d". */
export const daysText = (days: number): string => (days <= 0 ? 'today' : `${days} d`);
