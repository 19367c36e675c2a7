import type { Bar } from '../../../../contract/market.ts';

/** The price of a bar (open, high, low or close) nearest to `price`, when it is within `reach`; else `price`. Paise. */
export function magnetPrice(price: number, bar: Pick<Bar, 'open' | 'high' | 'low' | 'close'>, reach: number): number {
  const nearest = [bar.open, bar.high, bar.low, bar.close].toSorted((a, b) => gap(a, price) - gap(b, price))[0]!;
  return gap(nearest, price) <= reach ? nearest : price;
}

const gap = (a: number, b: number): number => Math.abs(a - b);
