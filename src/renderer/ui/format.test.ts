import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  age,
  compact,
  countdown,
  dayMonth,
  daysTo,
  inr,
  istDate,
  istDay,
  istTime,
  percent,
  price,
  quantity,
  rupees,
  shortRupees,
  signed,
  signedRupees,
  tone,
  wholeRupees,
} from './format.ts';

const { assert, integer, property } = fc;
const crores = integer({ min: -1e15, max: 1e15 });

test('paise are grouped as the en-IN locale groups them, with a true minus', () => {
  const oracle = new Intl.NumberFormat('en-IN', { minimumFractionDigits: 2 });
  assert(
    property(crores, (paise) => {
      const [whole, rest] = [Math.trunc(Math.abs(paise) / 100), String(Math.abs(paise) % 100).padStart(2, '0')];
      const size = `${oracle.format(whole).split('.')[0]}.${rest}`;
      expect(inr(paise)).toBe(paise < 0 ? `−${size}` : size);
    }),
  );
});

test('the sign of P&L is always shown, and zero has none', () => {
  expect(signed(493_135)).toBe('+4,931.35');
  expect(signed(-42_750)).toBe('−427.50');
  expect(signed(0)).toBe('0.00');
  expect(signedRupees(-295_500)).toBe('−₹2,955.00');
  expect(rupees(44_439_560)).toBe('₹4,44,395.60');
});

test('sign and colour agree', () => {
  assert(
    property(crores, (paise) => {
      const expected = { up: '+', down: '−', t2: '0' }[tone(paise)];
      expect(signed(paise)[0]).toBe(expected);
    }),
  );
});

test.each([
  [0, '₹0'],
  [-8_842, '−₹88'],
  [9_999_900, '₹99,999'],
  [10_000_000, '₹1 L'],
  [124_000_000, '₹12.4 L'],
  [-999_940_000, '−₹99.99 L'],
  [999_960_000, '₹1 Cr'],
  [1_200_000_000, '₹1.2 Cr'],
  [25_000_000_000, '₹25 Cr'],
])('%d paise in few letters are %s', (paise, text) => {
  expect(shortRupees(paise)).toBe(text);
});

test('other figures', () => {
  expect(price(null)).toBe('–');
  expect(price(0)).toBe('–');
  expect(price(16_435)).toBe('164.35');
  expect(wholeRupees(1_500_000)).toBe('15,000');
  expect(quantity(123_456_789)).toBe('12,34,56,789');
  expect(compact(38_600_000)).toBe('3.86 Cr');
  expect(compact(9_241_000)).toBe('92.41 L');
  expect(compact(99_999)).toBe('99,999');
  expect([compact(-544_895), compact(-38_600_000), compact(-7)]).toEqual(['−5.45 L', '−3.86 Cr', '−7']);
  expect([percent(8.624), percent(-0.18), percent(-0.001)]).toEqual(['+8.62', '−0.18', '0.00']);
});

test('times are Indian, whatever the machine thinks', () => {
  const ts = Date.parse('2026-02-12T11:42:36+05:30');
  expect(istTime(ts)).toBe('11:42:36');
  expect(istDate(ts)).toBe('Thu 12 Feb');
  expect(istDay(Date.parse('2026-02-12T00:10:00+05:30'))).toBe('2026-02-12');
  expect(dayMonth('2026-11-03')).toBe('3 Nov');
  expect(daysTo('2026-02-17', ts)).toBe(5);
  expect(daysTo('2026-02-10', ts)).toBe(0);
});

test('spans of time', () => {
  expect(countdown(13_644_000)).toBe('3:47:24');
  expect(countdown(252_000)).toBe('4:12');
  expect(countdown(-5)).toBe('0:00');
  expect([age(200), age(14_000), age(180_000), age(10_800_000)]).toEqual(['0.2 s', '14 s', '3 min', '3 h']);
});
