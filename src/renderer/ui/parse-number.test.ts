import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { inr } from './format.ts';
import { parseNumber } from './parse-number.ts';

test('what is printed can be typed back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (paise) => {
      expect(parseNumber(inr(paise), 100)).toBe(paise);
    }),
  );
});

test.each(['', 'abc', '1e5', '1.2.3', '--5', 'Infinity', '0x10'])('%j is no figure', (text) => {
  expect(parseNumber(text)).toBeNull();
});

test('rupees, commas and blanks are allowed', () => {
  expect(parseNumber(' ₹1,64.35 ', 100)).toBe(16_435);
  expect(parseNumber('.5', 100)).toBe(50);
});
