import * as fc from 'fast-check';
import { obv as oracleObv } from 'indicatorts';
import { ADX, ATR, BollingerBands, EMA, MACD, RSI, SMA, StochasticOscillator, WMA, WSMA } from 'trading-signals';
import { describe, expect, it } from 'vitest';
import type { Bar } from '../contract/market.ts';
import { propertyRuns } from '../testing/property-runs.ts';
import { walks } from '../testing/bar-walks.ts';
import type { Values } from './indicator.ts';
import { indicatorOf } from './registry.ts';

interface Oracle {
  id: string;
  values: Partial<Values>;
  /** Bars to leave out where the oracle starts otherwise. */
  settle?: number;
  make: () => (bar: Bar) => (number | null)[];
  /** Walks on which the oracle follows another rule are left out. */
  fits?: (bars: Bar[]) => boolean;
}

const candle = ({ high, low, close }: Bar) => ({ high, low, close });

const ORACLES: Oracle[] = [
  { id: 'sma', values: { length: 9 }, make: () => along(new SMA(9)) },
  // trading-signals starts an EMA with the first close, this one with the mean of the first `length`.
  { id: 'ema', values: { length: 9 }, settle: 160, make: () => along(new EMA(9)) },
  { id: 'wma', values: { length: 9 }, make: () => along(new WMA(9)) },
  { id: 'rsi', values: { length: 14 }, make: () => along(new RSI(14, WSMA)) },
  {
    id: 'bollinger',
    values: { length: 20, deviations: 2 },
    make() {
      const oracle = new BollingerBands(20, 2);
      return (bar) => {
        const bands = oracle.add(bar.close);
        return [bands?.middle ?? null, bands?.upper ?? null, bands?.lower ?? null];
      };
    },
  },
  {
    id: 'macd',
    values: { fast: 5, slow: 8, signal: 4 },
    settle: 160,
    make() {
      const oracle = new MACD(new EMA(5), new EMA(8), new EMA(4));
      return (bar) => {
        const found = oracle.add(bar.close);
        return [found?.macd ?? null, found?.signal ?? null, found?.histogram ?? null];
      };
    },
  },
  {
    id: 'atr',
    values: { length: 14 },
    make() {
      const oracle = new ATR(14, WSMA);
      return (bar) => [oracle.add(candle(bar))];
    },
  },
  {
    id: 'adx',
    values: { length: 7 },
    // trading-signals takes the first bar's range into its first sum, Wilder begins with the second bar.
    settle: 190,
    // With equal moves up and down it counts both, Wilder neither.
    fits: (bars) => bars.every((bar, index) => !movesEqual(bars[index - 1], bar)),
    make() {
      const oracle = new ADX(7, WSMA);
      return (bar) => {
        const found = oracle.add(candle(bar));
        return [found, (oracle.pdi ?? Number.NaN) * 100, (oracle.mdi ?? Number.NaN) * 100];
      };
    },
  },
  {
    id: 'stochastic',
    values: { length: 14, smoothing: 3, signal: 3 },
    make() {
      const oracle = new StochasticOscillator({ kPeriod: 14, kSlowingPeriod: 3, dPeriod: 3 });
      return (bar) => {
        const found = oracle.add(candle(bar));
        return [found?.stochK ?? null, found?.stochD ?? null];
      };
    },
  },
];

function movesEqual(before: Bar | undefined, bar: Bar): boolean {
  return before !== undefined && bar.high > before.high && bar.high - before.high === before.low - bar.low;
}

function along(oracle: { add(value: number): number | null }): (bar: Bar) => (number | null)[] {
  return (bar) => [oracle.add(bar.close)];
}

describe('against independent libraries', () => {
  it.each(ORACLES)('$id as trading-signals', ({ id, values, settle = 0, make, fits }) => {
    fc.assert(
      fc.property(walks({ minLength: 220, maxLength: 260 }), (bars) => {
        fc.pre(fits?.(bars) ?? true);
        const state = indicatorOf(id)!.create(values);
        const oracle = make();
        let compared = 0;
        bars.forEach((bar, index) => {
          const found = state.add(bar);
          const expected = oracle(bar);
          if (index < settle) return;
          expected.forEach((value, output) => {
            if (value === null || Number.isNaN(found[output]!)) return;
            compared++;
            expect(Math.abs(found[output]! - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
          });
        });
        expect(compared).toBeGreaterThan(20);
      }),
      { numRuns: Math.ceil(propertyRuns / 8) },
    );
  });

  it('obv as indicatorts', () => {
    fc.assert(
      fc.property(walks({ minLength: 1, maxLength: 100 }), (bars) => {
        const state = indicatorOf('obv')!.create();
        const expected = oracleObv(
          bars.map(({ close }) => close),
          bars.map(({ volume }) => volume),
        );
        expect(bars.map((bar) => state.add(bar)[0])).toEqual(expected);
      }),
      { numRuns: propertyRuns },
    );
  });
});
