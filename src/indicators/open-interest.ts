import { istDayNumber } from '../contract/ist.ts';
import { below, defineIndicator } from './indicator.ts';
import { Held } from './series.ts';

/** Open interest in units, and its change since the first known one of the day; NaN where it is unknown. */
export const openInterest = defineIndicator({
  id: 'oi',
  title: 'Open interest',
  short: 'OI',
  parameters: {},
  outputs: [below('oi', 'OI', 'units'), { ...below('change', 'Change', 'units', 'histogram'), scale: 'self' }],
  warmUp: () => 1,
  start() {
    const held = new Held({ day: Number.NaN, oi: 0 });
    return (bar, step) => {
      if (bar.oi <= 0) return [Number.NaN, Number.NaN];
      const day = istDayNumber(bar.ts);
      const first = held.value.day === day ? held.value : { day, oi: bar.oi };
      held.keep(first, step);
      return [bar.oi, bar.oi - first.oi];
    };
  },
});
