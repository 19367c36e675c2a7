import { IST_OFFSET_MS } from '../../contract/ist.ts';

const MINUS = '−';

/** Groups a non-negative integer as 12,34,567. */
function grouped(whole: number): string {
  const text = String(whole);
  if (text.length <= 3) return text;
  return `${text.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ',')},${text.slice(-3)}`;
}

/** The size of paise in rupees with lakh grouping and two decimals, no sign. */
function magnitude(paise: number): string {
  const whole = Math.round(Math.abs(paise));
  return `${grouped(Math.floor(whole / 100))}.${String(whole % 100).padStart(2, '0')}`;
}

const minusOf = (value: number) => (Math.round(value) < 0 ? MINUS : '');
const signOf = (value: number) => (Math.round(value) > 0 ? '+' : minusOf(value));

/** Paise as "4,44,395.60"; negative with a true minus. */
export const inr = (paise: number): string => minusOf(paise) + magnitude(paise);
/** Paise as "₹4,44,395.60". */
export const rupees = (paise: number): string => `${minusOf(paise)}₹${magnitude(paise)}`;
/** Paise as "+4,931.35"; the sign of P&L is always shown, zero has none. */
export const signed = (paise: number): string => signOf(paise) + magnitude(paise);
/** Paise as "+₹4,931.35". */
export const signedRupees = (paise: number): string => `${signOf(paise)}₹${magnitude(paise)}`;
/** Paise as whole rupees, "15,000". */
export const wholeRupees = (paise: number): string => minusOf(paise) + grouped(Math.round(Math.abs(paise) / 100));
/** Paise in few letters: whole rupees below a lakh, then "₹12.4 L" and "₹1.2 Cr", with the decimals that say something. */
export function shortRupees(paise: number): string {
  const size = Math.round(Math.abs(paise) / 100);
  const [unit, word] = size >= 99_99_500 ? [1e7, ' Cr'] : size >= 1e5 ? [1e5, ' L'] : [1, ''];
  return `${minusOf(paise)}₹${unit === 1 ? grouped(size) : Number((size / unit).toFixed(2))}${word}`;
}
/** A price in paise; "–" when there is none (null, undefined or 0). */
export const price = (paise: number | null | undefined): string => (paise ? inr(paise) : '–');

/** An integer as "1,23,456". */
export const quantity = (units: number): string => minusOf(units) + grouped(Math.round(Math.abs(units)));
/** An integer with its sign, "+3". */
export const signedQuantity = (units: number): string => signOf(units) + grouped(Math.round(Math.abs(units)));

/** A large count as "3.86 Cr", "92.41 L", or grouped below a lakh. */
export function compact(count: number): string {
  const size = Math.abs(count);
  if (size >= 1e7) return `${minusOf(count)}${(size / 1e7).toFixed(2)} Cr`;
  if (size >= 1e5) return `${minusOf(count)}${(size / 1e5).toFixed(2)} L`;
  return quantity(count);
}

/** Per cent with sign and two decimals, without the sign of per cent: "+8.62". */
export function percent(value: number): string {
  const text = Math.abs(value).toFixed(2);
  const zero = Number(text) === 0;
  return `${zero ? '' : value > 0 ? '+' : MINUS}${text}`;
}

/** Lots of a quantity in units; whole unless the units are no multiple. */
export const lotsOf = (units: number, lotSize: number): number => units / lotSize;

/** Class of a figure by its sign. */
export const tone = (value: number): 'up' | 'down' | 't2' => (value > 0 ? 'up' : value < 0 ? 'down' : 't2');

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Epoch ms as "11:42:36" in IST. */
export const istTime = (ts: number): string => new Date(ts + IST_OFFSET_MS).toISOString().slice(11, 19);
/** Epoch ms as "11:42:36.123" in IST. */
export const istTimeMs = (ts: number): string => new Date(ts + IST_OFFSET_MS).toISOString().slice(11, 23);
/** Epoch ms as "2026-02-12", the IST day. */
export const istDay = (ts: number): string => new Date(ts + IST_OFFSET_MS).toISOString().slice(0, 10);

/** Epoch ms as "Thu 12 Feb" in IST. */
export function istDate(ts: number): string {
  const date = new Date(ts + IST_OFFSET_MS);
  return `${DAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

/** `YYYY-MM-DD` as "23 Nov", for expiries. */
export const dayMonth = (day: string): string => `${Number(day.slice(8, 10))} ${MONTHS[Number(day.slice(5, 7)) - 1]}`;
/** `YYYY-MM-DD` as "23 Nov 2026". */
export const dayMonthYear = (day: string): string => `${dayMonth(day)} ${day.slice(0, 4)}`;

/** A month `YYYY-MM` as "Nov 2026". */
export const monthYear = (month: string): string => `${MONTHS[Number(month.slice(5, 7)) - 1]} ${month.slice(0, 4)}`;

/** Whole days from an epoch ms to the end of a `YYYY-MM-DD` day, never negative. */
export const daysTo = (day: string, now: number): number =>
  Math.max(0, Math.round((Date.parse(day) - Date.parse(istDay(now))) / 86_400_000));

/** Milliseconds as "3:47:24" or "4:12". */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = `${String(m).padStart(h > 0 ? 2 : 1, '0')}:${String(s).padStart(2, '0')}`;
  return h > 0 ? `${h}:${tail}` : tail;
}

/** An age in milliseconds as "0.2 s", "14 s", "3 min", "2 h". */
export function age(ms: number): string {
  if (ms < 10_000) return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
  if (ms < 120_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}
