import { expect, test } from 'vitest';
import { QUOTE_FLAG, type Quote } from '../../../contract/market.ts';
import { isStale, rowFigures } from './row-figures.ts';

const quote = (ltp: number, prevClose: number, flags = 0) => ({ ltp, prevClose, flags }) as Quote;

test('price and change, with sign and colour agreeing', () => {
  expect(rowFigures(quote(16_435, 15_130))).toEqual({ ltp: '164.35', change: '+8.63', tone: 'up' });
  expect(rowFigures(quote(9900, 10_000))).toEqual({ ltp: '99.00', change: '−1.00', tone: 'down' });
  expect(rowFigures(quote(10_000, 10_000))).toEqual({ ltp: '100.00', change: '0.00', tone: 't2' });
});

test('what is not known is a dash, never a zero', () => {
  expect(rowFigures(undefined)).toEqual({ ltp: '–', change: '–', tone: 't2' });
  expect(rowFigures(quote(16_435, 0))).toEqual({ ltp: '164.35', change: '–', tone: 't2' });
});

test('a change too small to print has no colour', () => {
  expect(rowFigures(quote(10_000_001, 10_000_000)).tone).toBe('t2');
});

test('stale is its own bit', () => {
  expect(isStale(quote(1, 1, QUOTE_FLAG.ESTIMATED_BOOK))).toBe(false);
  expect(isStale(quote(1, 1, QUOTE_FLAG.ESTIMATED_BOOK | QUOTE_FLAG.STALE))).toBe(true);
});
