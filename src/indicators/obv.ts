import { below, defineIndicator } from './indicator.ts';
import { Held } from './series.ts';

/** Granville's on-balance volume, in units, from 0 at the first bar. */
export const obv = defineIndicator({
  id: 'obv',
  title: 'OBV',
  parameters: {},
  outputs: [below('obv', 'OBV', 'units')],
  warmUp: () => 1,
  start() {
    const held = new Held({ close: Number.NaN, total: 0 });
    return (bar, step) => {
      const { close, total } = held.value;
      const now = total + (bar.close > close ? bar.volume : bar.close < close ? -bar.volume : 0);
      held.keep({ close: bar.close, total: now }, step);
      return [now];
    };
  },
});
