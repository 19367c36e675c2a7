import { expect, it } from 'vitest';
import { oiBuildup } from './oi-buildup.ts';

it.each([
  [5, 100, 'LONG_BUILDUP'],
  [-5, 100, 'SHORT_BUILDUP'],
  [5, -100, 'SHORT_COVERING'],
  [-5, -100, 'LONG_UNWINDING'],
  [0, 100, null],
  [5, 0, null],
  [Number.NaN, 100, null],
  [5, Number.NaN, null],
] as const)('price %d with open interest %d is %s', (priceChange, oiChange, expected) => {
  expect(oiBuildup(priceChange, oiChange)).toBe(expected);
});
