/** Money inside is integer paise. These turn it into words for sentences and logs, nothing else. */

const grouped = new Intl.NumberFormat('en-IN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** `₹1,23,456.70`, with a true minus. */
export function rupees(paise: number): string {
  return `${paise < 0 ? '−' : ''}₹${grouped.format(Math.abs(paise) / 100)}`;
}

/** `162.20`: a price without the sign of the currency. */
export function priceText(paise: number): string {
  return grouped.format(paise / 100);
}

/** The nearest multiple of `tick` at or below `price`; both paise. */
export function roundDown(price: number, tick: number): number {
  return Math.floor(price / tick) * tick;
}

/** The nearest multiple of `tick` at or above `price`; both paise. */
export function roundUp(price: number, tick: number): number {
  return Math.ceil(price / tick) * tick;
}
