import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bar } from '../../../contract/market.ts';
import { applyBar, barIndexAt, joinBars, MAX_BARS } from './bars.ts';

const bar = (ts: number, close = 100): Bar => ({ ts, open: 100, high: close, low: 100, close, volume: 1, oi: 0 });
const starts = (bars: readonly Bar[]): number[] => bars.map(({ ts }) => ts);

test('a running bar replaces itself, a later one follows it, an unknown earlier one is ignored', () => {
  const bars = [bar(60), bar(120)];
  expect(applyBar(bars, bar(120, 105))).toBe('replaced');
  expect(applyBar(bars, bar(180))).toBe('appended');
  expect(applyBar(bars, bar(60, 90))).toBe('replaced');
  expect(applyBar(bars, bar(90))).toBe('ignored');
  expect(starts(bars)).toEqual([60, 120, 180]);
  expect(bars.map(({ close }) => close)).toEqual([90, 105, 100]);
});

test('pages join without repeating a start, and the newer reading of a bar wins', () => {
  const joined = joinBars([bar(0), bar(60, 101)], [bar(60, 102), bar(120)]);
  expect(starts(joined)).toEqual([0, 60, 120]);
  expect(joined[1]!.close).toBe(102);
});

test('no chart holds more than its most bars', () => {
  const older = Array.from({ length: MAX_BARS }, (_, index) => bar(index));
  const joined = joinBars(older, [bar(MAX_BARS)]);
  expect(joined).toHaveLength(MAX_BARS);
  expect(joined.at(-1)!.ts).toBe(MAX_BARS);
});

test('however bars arrive, they stay in order without a repeated start', () => {
  const anyBars = fc.array(
    fc.nat(50).map((ts) => bar(ts)),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(anyBars, anyBars, anyBars, (older, newer, running) => {
      const bars = joinBars(older, newer);
      for (const one of running) applyBar(bars, one);
      expect(starts(bars)).toEqual([...new Set(starts(bars))].toSorted((a, b) => a - b));
    }),
  );
});

test('the bar of a moment is the last that began by then', () => {
  const bars = [bar(60), bar(120), bar(300)];
  expect([59, 60, 119, 120, 299, 300, 9999].map((ts) => barIndexAt(bars, ts))).toEqual([-1, 0, 0, 1, 1, 2, 2]);
});
