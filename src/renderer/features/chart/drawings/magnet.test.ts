import { expect, test } from 'vitest';
import { magnetPrice } from './magnet.ts';

const bar = { open: 10_000, high: 10_200, low: 9_900, close: 10_100 };

test('it takes the nearest price of the bar within reach, else leaves the price', () => {
  expect(magnetPrice(10_170, bar, 50)).toBe(10_200);
  expect(magnetPrice(10_060, bar, 50)).toBe(10_100);
  expect(magnetPrice(9_860, bar, 50)).toBe(9_900);
  expect(magnetPrice(10_300, bar, 50)).toBe(10_300);
});
