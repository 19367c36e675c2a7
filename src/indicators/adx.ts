import type { Bar } from '../contract/market.ts';
import { trueRange } from './atr.ts';
import { bars, below, defineIndicator } from './indicator.ts';
import { Held, wilder } from './series.ts';

/** Wilder's average directional index with +DI and −DI, 0–100. */
export const adx = defineIndicator({
  id: 'adx',
  title: 'ADX',
  parameters: { length: bars('Length', 14) },
  outputs: [
    below('adx', 'ADX', 'plain'),
    { ...below('plusDi', '+DI', 'plain'), tone: 'up' },
    { ...below('minusDi', '−DI', 'plain'), tone: 'down' },
  ],
  warmUp: ({ length }) => 2 * length,
  start({ length }) {
    const [range, plus, minus, index] = [wilder(length), wilder(length), wilder(length), wilder(length)];
    const held = new Held<Bar | null>(null);
    return (bar, step) => {
      const before = held.value;
      held.keep(bar, step);
      if (before === null) return [Number.NaN, Number.NaN, Number.NaN];
      const up = bar.high - before.high;
      const down = before.low - bar.low;
      const reach = range[step](trueRange(bar, before.close));
      const plusDi = share(plus[step](up > down && up > 0 ? up : 0), reach);
      const minusDi = share(minus[step](down > up && down > 0 ? down : 0), reach);
      return [index[step](share(Math.abs(plusDi - minusDi), plusDi + minusDi)), plusDi, minusDi];
    };
  },
});

/** Percent of a whole; nothing of nothing is 0. */
function share(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}
