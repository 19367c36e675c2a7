import { bars, defineIndicator, overlay, type Indicator } from './indicator.ts';
import { ema, sma, wma, type Series } from './series.ts';

function movingAverage(id: string, title: string, make: (length: number) => Series): Indicator {
  return defineIndicator({
    id,
    title,
    short: id.toUpperCase(),
    parameters: { length: bars('Length', 20) },
    outputs: [overlay(id, id.toUpperCase())],
    warmUp: ({ length }) => length,
    start({ length }) {
      const average = make(length);
      return (bar, step) => [average[step](bar.close)];
    },
  });
}

export const simpleMovingAverage = movingAverage('sma', 'Simple moving average', sma);
/** Starts with the plain mean of the first `length` closes. */
export const exponentialMovingAverage = movingAverage('ema', 'Exponential moving average', ema);
export const weightedMovingAverage = movingAverage('wma', 'Weighted moving average', wma);
