import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { limitBarScale, lossState } from './limit-bar.ts';

test('every mark lies on the bar, and the order of values is kept', () => {
  const { assert, integer, property } = fc;
  assert(
    property(integer({ min: -1e9, max: 1e9 }), integer({ min: 1, max: 1e9 }), (net, maxLoss) => {
      const scale = limitBarScale(net, maxLoss);
      const marks = [scale.maxLoss, scale.zero, scale.net];
      expect(Math.min(...marks)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...marks)).toBeLessThanOrEqual(1);
      expect(scale.maxLoss).toBeLessThan(scale.zero);
      expect(Math.sign(scale.net - scale.zero)).toBe(Math.sign(net));
    }),
  );
});

test('near from 65 per cent, reached at the limit itself', () => {
  expect(lossState(-64_999, 100_000)).toBe('ok');
  expect(lossState(-65_000, 100_000)).toBe('near');
  expect(lossState(-99_999, 100_000)).toBe('near');
  expect(lossState(-100_000, 100_000)).toBe('reached');
});
