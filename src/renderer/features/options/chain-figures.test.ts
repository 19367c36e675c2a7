import { expect, test } from 'vitest';
import {
  daysText,
  decimal,
  ivText,
  lakh,
  shortUnits,
  signedDecimal,
  signedLakh,
  strikeText,
  unitsTitle,
} from './chain-figures.ts';

test('what is not known is a dash, and zero has no sign', () => {
  expect([decimal(null, 2), lakh(null), ivText(null), ivText(undefined), shortUnits(null), signedLakh(null)]).toEqual(
    Array(6).fill('–'),
  );
  expect([decimal(-0.004, 2), signedDecimal(0.004, 2), signedDecimal(0, 1), lakh(0)]).toEqual([
    '0.00',
    '0.00',
    '0.0',
    '0.0',
  ]);
});

test('figures have a true minus, and changes their sign', () => {
  expect(decimal(-0.08, 2)).toBe('−0.08');
  expect(signedDecimal(1.06, 1)).toBe('+1.1');
  expect(signedLakh(2_33_0000)).toBe('+23.3');
  expect(signedLakh(-60_000)).toBe('−0.6');
});

test('open interest is in lakh, volume in as few letters as say it', () => {
  expect(lakh(1_05_50_000)).toBe('105.5');
  expect([840, 9_999, 45_240, 92_41_000, 3_86_00_000].map(shortUnits)).toEqual([
    '840',
    '9,999',
    '45.2 k',
    '92.4 L',
    '3.9 Cr',
  ]);
  expect(unitsTitle('OI', 1_05_50_000)).toBe('OI 1,05,50,000 (1.05 Cr)');
  expect(unitsTitle('OI', null)).toBe('');
});

test('an IV is per cent a year, a strike whole where it is', () => {
  expect(ivText(0.1264)).toBe('12.6');
  expect(strikeText(24_500_00)).toBe('24,500');
  expect(strikeText(1_052_50)).toBe('1,052.50');
  expect([0, 1, 12].map(daysText)).toEqual(['today', '1 d', '12 d']);
});
