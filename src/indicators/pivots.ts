import { istDayNumber } from '../contract/ist.ts';
import type { Bar } from '../contract/market.ts';
import { defineIndicator, overlay, type Indicator, type Output, type Step } from './indicator.ts';
import { Held } from './series.ts';

interface Day {
  day: number;
  high: number;
  low: number;
  close: number;
}

/** High, low and close of the trading day before the bar's; null on the first day. */
function previousDay(): (bar: Bar, step: Step) => Day | null {
  const held = new Held<{ today: Day | null; before: Day | null }>({ today: null, before: null });
  return (bar, step) => {
    const day = istDayNumber(bar.ts);
    const { today, before } = held.value;
    const next =
      today?.day === day
        ? {
            today: { day, high: Math.max(today.high, bar.high), low: Math.min(today.low, bar.low), close: bar.close },
            before,
          }
        : { today: { day, high: bar.high, low: bar.low, close: bar.close }, before: today };
    held.keep(next, step);
    return next.before;
  };
}

interface Levels {
  id: string;
  title: string;
  outputs: readonly Output[];
  /** The prices of the outputs, in paise. */
  of: (day: Day) => number[];
}

/** Prices made of the day before: they stand through the day. */
function levelsOfDayBefore({ id, title, outputs, of }: Levels): Indicator {
  return defineIndicator({
    id,
    title,
    parameters: {},
    outputs,
    warmUp: () => 1,
    needsDay: true,
    daily: true,
    start() {
      const previous = previousDay();
      return (bar, step) => {
        const day = previous(bar, step);
        return day ? of(day) : outputs.map(() => Number.NaN);
      };
    },
  });
}

/** Central pivot range of the day before: the pivot, and the edges to both sides of it, the higher one on top. */
export const cpr = levelsOfDayBefore({
  id: 'cpr',
  title: 'CPR',
  outputs: [overlay('pivot', 'Pivot'), overlay('top', 'TC', 'band'), overlay('bottom', 'BC', 'band')],
  of({ high, low, close }) {
    const pivot = (high + low + close) / 3;
    const middle = (high + low) / 2;
    const mirrored = 2 * pivot - middle;
    return [pivot, Math.max(middle, mirrored), Math.min(middle, mirrored)];
  },
});

/** Floor traders' pivots of the day before. */
export const pivots = levelsOfDayBefore({
  id: 'pivots',
  title: 'Pivots',
  outputs: ['P', 'R1', 'R2', 'R3', 'S1', 'S2', 'S3'].map((name) => overlay(name.toLowerCase(), name)),
  of({ high, low, close }) {
    const pivot = (high + low + close) / 3;
    const reach = high - low;
    return [
      pivot,
      2 * pivot - low,
      pivot + reach,
      high + 2 * (pivot - low),
      2 * pivot - high,
      pivot - reach,
      low - 2 * (high - pivot),
    ];
  },
});
