import { averageTrueRange } from './atr.ts';
import { bars, defineIndicator, factor, overlay } from './indicator.ts';
import { Held } from './series.ts';

/**
 * Supertrend: `up` is the support under a rising trend, `down` the resistance over a falling one; the other is NaN. The
 * trend starts falling unless the first close stands above its upper band.
 */
export const supertrend = defineIndicator({
  id: 'supertrend',
  title: 'Supertrend',
  parameters: { length: bars('Length', 10), multiplier: factor('Multiplier', 3) },
  outputs: [
    { ...overlay('up', 'Up'), tone: 'up' },
    { ...overlay('down', 'Down'), tone: 'down' },
  ],
  warmUp: ({ length }) => length,
  start({ length, multiplier }) {
    const average = averageTrueRange(length);
    const held = new Held({ upper: Number.NaN, lower: Number.NaN, close: Number.NaN, rising: false });
    return (bar, step) => {
      const width = multiplier * average(bar, step);
      if (Number.isNaN(width)) return [Number.NaN, Number.NaN];
      const before = held.value;
      const middle = (bar.high + bar.low) / 2;
      // A band only comes nearer until a close has passed it.
      const upper = before.close <= before.upper ? Math.min(middle + width, before.upper) : middle + width;
      const lower = before.close >= before.lower ? Math.max(middle - width, before.lower) : middle - width;
      const rising = before.rising ? bar.close >= lower : bar.close > upper;
      held.keep({ upper, lower, close: bar.close, rising }, step);
      return rising ? [lower, Number.NaN] : [Number.NaN, upper];
    };
  },
});
