import { bars, below, defineIndicator } from './indicator.ts';
import { ema } from './series.ts';

/** Appel's moving average convergence/divergence, in paise: fast less slow EMA, its EMA, and the distance of the two. */
export const macd = defineIndicator({
  id: 'macd',
  title: 'MACD',
  parameters: { fast: bars('Fast', 12), slow: bars('Slow', 26), signal: bars('Signal', 9) },
  outputs: [
    below('macd', 'MACD', 'paise'),
    below('signal', 'Signal', 'paise'),
    below('histogram', 'Histogram', 'paise', 'histogram'),
  ],
  warmUp: ({ fast, slow, signal }) => Math.max(fast, slow) + signal - 1,
  start({ fast, slow, signal }) {
    const fastMean = ema(fast);
    const slowMean = ema(slow);
    const signalMean = ema(signal);
    return (bar, step) => {
      const line = fastMean[step](bar.close) - slowMean[step](bar.close);
      const smoothed = signalMean[step](line);
      return [line, smoothed, line - smoothed];
    };
  },
});
