import type { Bar } from '../contract/market.ts';
import { bars, below, defineIndicator, type Step } from './indicator.ts';
import { Held, wilder } from './series.ts';

/** Wilder's average true range of the bars so far, in paise; the first bar's range is its own high less low. */
export function averageTrueRange(length: number): (bar: Bar, step: Step) => number {
  const average = wilder(length);
  const close = new Held(Number.NaN);
  return (bar, step) => {
    const range = trueRange(bar, close.value);
    close.keep(bar.close, step);
    return average[step](range);
  };
}

/** The bar's reach, the gap from the close before it included; `before` NaN at the first bar. */
export function trueRange(bar: Bar, before: number): number {
  if (Number.isNaN(before)) return bar.high - bar.low;
  return Math.max(bar.high, before) - Math.min(bar.low, before);
}

export const atr = defineIndicator({
  id: 'atr',
  title: 'ATR',
  parameters: { length: bars('Length', 14) },
  outputs: [below('atr', 'ATR', 'paise')],
  warmUp: ({ length }) => length,
  start({ length }) {
    const average = averageTrueRange(length);
    return (bar, step) => [average(bar, step)];
  },
});
