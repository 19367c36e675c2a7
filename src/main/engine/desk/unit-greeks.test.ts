import { expect, test } from 'vitest';
import { CALL, NOW } from '../../../testing/risk-fixtures.ts';
import { black76Price } from '../domain/black76.ts';
import { tradingEnds } from '../domain/trading-ends.ts';
import { unitGreeks } from './unit-greeks.ts';

const FORWARD = 2_600_000;
const YEARS = (tradingEnds(CALL) - NOW) / (365 * 86_400_000);
const price = (forward: number, volatility: number) => black76Price(true, forward, CALL.strike!, YEARS, volatility, 0);

test('an option moves by its delta with its underlying, and by its vega with a point of volatility', () => {
  const ltp = Math.round(price(FORWARD, 0.14));
  const greeks = unitGreeks(CALL, ltp, FORWARD, NOW)!;
  expect(greeks.delta).toBeCloseTo((price(FORWARD + 100, 0.14) - price(FORWARD - 100, 0.14)) / 200, 3);
  expect(greeks.vega / (price(FORWARD, 0.15) - price(FORWARD, 0.14))).toBeCloseTo(1, 2);
});

test('a future moves with its underlying; without a price or a forward nothing is known', () => {
  expect(unitGreeks({ ...CALL, kind: 'FUT', strike: null }, 0, 0, NOW)).toEqual({ delta: 1, vega: 0 });
  expect(unitGreeks(CALL, 0, FORWARD, NOW)).toBeNull();
  expect(unitGreeks(CALL, 16_000, 0, NOW)).toBeNull();
});
