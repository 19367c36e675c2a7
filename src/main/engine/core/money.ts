/** Money inside is integer paise. These turn it into words for sentences and logs, nothing else. */

/** `₹1,23,456.70`, with a true minus. */
export function rupees(paise: number): string {
  return `${paise < 0 ? '−' : ''}₹${priceText(Math.abs(paise))}`;
}

/** `162.20`: a price without the sign of the currency. */
export function priceText(paise: number): string {
  const whole = Math.round(Math.abs(paise));
  const fraction = `${whole % 100}`.padStart(2, '0');
  return `${paise < 0 ? '-' : ''}${grouped(Math.floor(whole / 100))}.${fraction}`;
}

/** Lakhs and crores: the last three digits, then pairs. By hand, since Intl's formatter is felt on the order path. */
function grouped(whole: number): string {
  const digits = `${whole}`;
  let text = digits.slice(-3);
  for (let end = digits.length - 3; end > 0; end -= 2) text = `${digits.slice(Math.max(0, end - 2), end)},${text}`;
  return text;
}

/** The nearest multiple of `tick` at or below `price`; both paise. */
export function roundDown(price: number, tick: number): number {
  return Math.floor(price / tick) * tick;
}

/** The nearest multiple of `tick` at or above `price`; both paise. */
export function roundUp(price: number, tick: number): number {
  return Math.ceil(price / tick) * tick;
}
