import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyRuns } from '../../testing/property-runs.ts';
import { linear, rangeOf, roundTicks } from './plot-scale.ts';

test('a scale carries ends to ends, and what has no width to the middle', () => {
  const y = linear([10, 20], [100, 0]);
  expect([10, 15, 20].map(y)).toEqual([100, 50, 0]);
  expect(linear([5, 5], [0, 80])(5)).toBe(40);
});

test('a range has its margin on both sides, and none without figures', () => {
  expect(rangeOf([300, 340], 0.1)).toEqual([296, 344]);
  expect(rangeOf([200], 0.5)).toEqual([190, 210]);
  expect(rangeOf([])).toBeNull();
});

test('ticks are round', () => {
  expect(roundTicks([296, 344], 3)).toEqual([300, 320, 340]);
  expect(roundTicks([12.2, 14.3], 3)).toEqual([13, 14]);
});

test('ticks lie inside their range, evenly, and are never many', () => {
  const range = fc.tuple(
    fc.double({ min: -1e7, max: 1e7, noNaN: true }),
    fc.double({ min: 0.01, max: 1e6, noNaN: true }),
  );
  fc.assert(
    fc.property(range, fc.integer({ min: 1, max: 12 }), ([low, width], count) => {
      const high = low + width;
      const ticks = roundTicks([low, high], count);
      expect(ticks.length).toBeLessThanOrEqual(count + 1);
      const slack = Math.max(Math.abs(low), Math.abs(high)) * 1e-12;
      for (const tick of ticks) {
        expect(tick).toBeGreaterThanOrEqual(low - slack);
        expect(tick).toBeLessThanOrEqual(high + slack);
      }
    }),
    { numRuns: propertyRuns },
  );
});
