import { expect, test } from 'vitest';
import type { Trade } from '../../../contract/trading.ts';
import { ownTradeFrom, ownTradeTimes } from './own-trades.ts';

const fill = (orderId: string, timestamp: number) => ({ orderId, timestamp }) as Trade;
const times = ownTradeTimes({ trades: [fill('b', 2000), fill('a', 1000), fill('a', 1400), fill('c', 2000)] });

test('an order is one stop however often it was filled, and orders of one moment are one', () => {
  expect(times).toEqual([1000, 2000]);
});

test('the next trade lies strictly ahead and the one before strictly behind, so that repeating goes on', () => {
  expect(ownTradeFrom(times, 0, false)).toBe(1000);
  expect(ownTradeFrom(times, 1000, false)).toBe(2000);
  expect(ownTradeFrom(times, 2000, false)).toBeNull();
  expect(ownTradeFrom(times, 2000, true)).toBe(1000);
  expect(ownTradeFrom(times, 1000, true)).toBeNull();
  expect(ownTradeFrom([], 5, true)).toBeNull();
});
