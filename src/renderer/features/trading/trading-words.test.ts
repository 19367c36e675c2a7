import { expect, test } from 'vitest';
import { lotsToClose, moveText, onlyReduces } from './trading-words.ts';

test('half and quarter round down to whole lots', () => {
  expect([lotsToClose(5, 1), lotsToClose(5, 0.5), lotsToClose(9, 0.25)]).toEqual([5, 2, 2]);
});

test('with one lot half and quarter say to use F', () => {
  expect(lotsToClose(1, 0.5)).toBe('One lot: use F.');
  expect(lotsToClose(1, 0.25)).toBe('One lot: use F.');
  expect(lotsToClose(3, 0.25)).toBe('A quarter of 3 lots is less than one lot: use H or F.');
});

test('an order only reduces when it is against the position and no larger', () => {
  expect(onlyReduces(130, 'SELL', 130)).toBe(true);
  expect(onlyReduces(130, 'SELL', 195)).toBe(false);
  expect(onlyReduces(130, 'BUY', 65)).toBe(false);
  expect(onlyReduces(-65, 'BUY', 65)).toBe(true);
  expect(onlyReduces(0, 'SELL', 65)).toBe(false);
});

test('a move says what it sends, across zero in two', () => {
  expect(moveText(2, 2)).toMatch(/Nothing to send/);
  expect(moveText(0, -3)).toBe('Sends SELL 3 lots at market.');
  expect(moveText(3, 1)).toBe('Sends SELL 2 lots at market.');
  expect(moveText(2, -1)).toBe('Sends SELL 2 lots at market and, once that is confirmed flat, SELL 1 lot.');
});
