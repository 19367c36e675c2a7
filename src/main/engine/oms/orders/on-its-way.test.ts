import { expect, test } from 'vitest';
import { isOnItsWay } from './on-its-way.ts';

const NOW = Date.parse('2026-11-23T05:30:00Z');
const exit = { orderType: 'MARKET', triggerPrice: null, side: 'SELL', createdAt: NOW } as const;

test('a market exit is on its way for two seconds', () => {
  expect([0, 1_999, 2_000].map((age) => isOnItsWay(exit, 75, NOW + age))).toEqual([true, true, false]);
});

test('neither a limit nor an entry is', () => {
  expect(isOnItsWay({ ...exit, orderType: 'LIMIT' }, 75, NOW)).toBe(false);
  expect(isOnItsWay(exit, -75, NOW)).toBe(false);
});

test('F8 a clock set back does not keep an exit young', () => {
  expect(isOnItsWay(exit, 75, NOW - 7_200_000)).toBe(false);
});
