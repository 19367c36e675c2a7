import { bars, below, defineIndicator } from './indicator.ts';
import { Held, wilder } from './series.ts';

/** Wilder's relative strength index, 0–100; 50 while no price has moved. */
export const rsi = defineIndicator({
  id: 'rsi',
  title: 'RSI',
  parameters: { length: bars('Length', 14) },
  outputs: [below('rsi', 'RSI', 'plain')],
  guides: [30, 70],
  warmUp: ({ length }) => length + 1,
  start({ length }) {
    const gains = wilder(length);
    const losses = wilder(length);
    const close = new Held(Number.NaN);
    return (bar, step) => {
      const change = bar.close - close.value;
      close.keep(bar.close, step);
      const gain = gains[step](Math.max(change, 0));
      const loss = losses[step](Math.max(-change, 0));
      return [gain + loss === 0 ? 50 : (100 * gain) / (gain + loss)];
    };
  },
});
