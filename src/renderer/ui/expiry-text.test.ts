import { expect, test } from 'vitest';
import { expiryText, instrumentText, shortExpiryText } from './expiry-text.ts';

const option = (expiry: string) => ({ kind: 'CE', expiry });

test('the last expiry of a month is its month, an earlier one its day', () => {
  expect(shortExpiryText(option('2026-02-24'))).toBe('Feb');
  expect(shortExpiryText(option('2026-02-17'))).toBe('17 Feb');
  expect(shortExpiryText(option('2026-12-29'))).toBe('Dec');
  expect(shortExpiryText(option('2026-12-22'))).toBe('22 Dec');
});

test('a monthly expiry brought forward by a holiday keeps its day rather than pass for another', () => {
  expect(shortExpiryText(option('2026-11-23'))).toBe('23 Nov');
});

test('where there is room an option has its day, a future and a share nothing', () => {
  expect(expiryText(option('2026-02-24'))).toBe('24 Feb');
  expect(expiryText({ kind: 'FUT', expiry: '2026-02-24' })).toBe('');
  expect(shortExpiryText({ kind: 'FUT', expiry: '2026-02-24' })).toBe('');
  expect(expiryText({ kind: 'EQ', expiry: null })).toBe('');
});

test('a contract is named with its expiry, unless its name has it or it never ends', () => {
  expect(instrumentText({ name: 'NIFTY 26000 CE', kind: 'CE', expiry: '2026-11-23' })).toBe('NIFTY 26000 CE 23 Nov');
  expect(instrumentText({ name: 'NIFTY FUT Nov', kind: 'FUT', expiry: '2026-11-23' })).toBe('NIFTY FUT Nov');
  expect(instrumentText({ name: 'INFY', kind: 'EQ', expiry: null })).toBe('INFY');
});
