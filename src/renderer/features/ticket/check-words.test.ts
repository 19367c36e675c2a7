import { expect, test } from 'vitest';
import { checkText } from './check-words.ts';

test.each([
  ['1 in a second', '8 in a second', '1 of 8/s'],
  ['3 in a minute', '200 in a minute', '3 of 200/min'],
  ['0.0 % from ask', '20 %', '0.0 of 20 %'],
  ['0.3 % from LTP', '4.25', '0.3 %, at most 4.25'],
  ['₹14,849.25', '₹4,85,900.83', '₹14,849 of ₹4.86 L'],
  ['₹1,24,00,000.00', '₹25,00,00,000.00', '₹1.24 Cr of ₹25 Cr'],
  ['−₹88.42', '−₹15,000.00', '−₹88 of −₹15,000'],
  ['6', '20', '6 of 20'],
  ['195', '1800', '195 of 1,800'],
])('%s with limit %s is %s', (value, limit, text) => {
  expect(checkText({ value, limit })).toBe(text);
});
