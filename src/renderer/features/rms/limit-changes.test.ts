import { expect, test } from 'vitest';
import { limitChanges } from './limit-changes.ts';

test('each changed limit is said with both figures, off included', () => {
  const before = { maxLoss: 1_500_000, maxLots: 20 };
  expect(limitChanges(before, before)).toEqual([]);
  expect(limitChanges(before, { maxLoss: null, maxLots: 30 })).toEqual([
    'max loss ₹15,000.00 → off',
    'max open lots 20 → 30',
  ]);
});
