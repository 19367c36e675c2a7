import { expect, test } from 'vitest';
import { positionBadge } from './position-badge.ts';

test('a badge says the side and the lots, and a flat position has none', () => {
  expect(positionBadge({ netQty: 130, lotSize: 65 })).toBe('B 2');
  expect(positionBadge({ netQty: -65, lotSize: 65 })).toBe('S 1');
  expect(positionBadge({ netQty: 100, lotSize: 65 })).toBe('B 1.54');
  expect(positionBadge({ netQty: 0, lotSize: 65 })).toBeNull();
  expect(positionBadge(undefined)).toBeNull();
});
