import { bars, defineIndicator, factor, overlay } from './indicator.ts';
import { deviation, sma } from './series.ts';

/** Bollinger bands: a plain mean and so many standard deviations to each side. */
export const bollinger = defineIndicator({
  id: 'bollinger',
  title: 'Bollinger bands',
  short: 'BB',
  parameters: { length: bars('Length', 20), deviations: factor('Deviations', 2) },
  outputs: [overlay('middle', 'Middle'), overlay('upper', 'Upper', 'band'), overlay('lower', 'Lower', 'band')],
  warmUp: ({ length }) => length,
  start({ length, deviations }) {
    const mean = sma(length);
    const spread = deviation(length);
    return (bar, step) => {
      const middle = mean[step](bar.close);
      const width = deviations * spread[step](bar.close);
      return [middle, middle + width, middle - width];
    };
  },
});
