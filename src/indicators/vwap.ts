import { istDayNumber } from '../contract/ist.ts';
import { defineIndicator, factor, overlay } from './indicator.ts';
import { Held } from './series.ts';

/**
 * Volume-weighted average of the typical price (high + low + close) / 3 since the day began, with bands of its
 * volume-weighted standard deviation. NaN until something traded in the day.
 */
export const vwap = defineIndicator({
  id: 'vwap',
  title: 'VWAP',
  parameters: { deviations: factor('Deviations', 2) },
  outputs: [overlay('vwap', 'VWAP'), overlay('upper', 'Upper', 'band'), overlay('lower', 'Lower', 'band')],
  warmUp: () => 1,
  daily: true,
  start({ deviations }) {
    const held = new Held({ day: Number.NaN, volume: 0, mean: 0, squares: 0 });
    return (bar, step) => {
      const day = istDayNumber(bar.ts);
      const before = held.value.day === day ? held.value : { day, volume: 0, mean: 0, squares: 0 };
      const typical = (bar.high + bar.low + bar.close) / 3;
      const volume = before.volume + bar.volume;
      // West's weighted update (1979): no difference of large sums.
      const off = typical - before.mean;
      const mean = volume > 0 ? before.mean + (off * bar.volume) / volume : 0;
      const squares = volume > 0 ? before.squares + bar.volume * off * (typical - mean) : 0;
      held.keep({ day, volume, mean, squares }, step);
      if (volume <= 0) return [Number.NaN, Number.NaN, Number.NaN];
      const width = deviations * Math.sqrt(Math.max(0, squares) / volume);
      return [mean, mean + width, mean - width];
    };
  },
});
