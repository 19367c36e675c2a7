import { bars, below, defineIndicator } from './indicator.ts';
import { highest, lowest, sma } from './series.ts';

/** Lane's stochastic, 0–100: the close's place in the range, smoothed (%K), and its mean (%D). 50 in a range of nothing. */
export const stochastic = defineIndicator({
  id: 'stochastic',
  title: 'Stochastic',
  parameters: { length: bars('Length', 14), smoothing: bars('%K smoothing', 3), signal: bars('%D length', 3) },
  outputs: [below('k', '%K', 'plain'), below('d', '%D', 'plain')],
  guides: [20, 80],
  warmUp: ({ length, smoothing, signal }) => length + smoothing + signal - 2,
  start({ length, smoothing, signal }) {
    const [high, low, kMean, dMean] = [highest(length), lowest(length), sma(smoothing), sma(signal)];
    return (bar, step) => {
      const top = high[step](bar.high);
      const bottom = low[step](bar.low);
      const k = kMean[step](top === bottom ? 50 : (100 * (bar.close - bottom)) / (top - bottom));
      return [k, dMean[step](k)];
    };
  },
});
