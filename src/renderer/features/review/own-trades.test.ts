import { expect, test } from 'vitest';
import type { StoryEvent } from '../../../contract/replay.ts';
import { ownTradeFrom, ownTradeTimes } from './own-trades.ts';

const event = (kind: StoryEvent['kind'], orderId: string, at: number) => ({ kind, orderId, at }) as StoryEvent;
const times = ownTradeTimes({
  events: [
    event('order', 'a', 900),
    event('fill', 'a', 999.4),
    event('fill', 'a', 1400),
    event('fill', 'b', 1999.2),
    event('fill', 'c', 1999.9),
  ],
});

test('an order is one stop however often it was filled, its fill is told there, and orders of one moment are one', () => {
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
