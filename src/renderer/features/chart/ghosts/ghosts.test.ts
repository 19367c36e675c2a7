import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DayStory } from '../../../../contract/replay.ts';
import type { Bar } from '../../../../contract/market.ts';
import { propertyRuns } from '../../../../testing/property-runs.ts';
import { ghostsOn, thenBy } from './ghosts.ts';

const MINUTE = 60_000;
const bar = (minute: number): Bar => ({
  ts: minute * MINUTE,
  open: 100,
  high: 110,
  low: 90,
  close: 105,
  volume: 0,
  oi: 0,
});
const bars = [bar(10), bar(11), bar(12), bar(14)];

const story = {
  trades: [
    { id: 'a', instrumentId: 1, side: 'BUY', quantity: 75, lotSize: 75, fillPrice: 101, timestamp: 10.2 * MINUTE },
    { id: 'b', instrumentId: 1, side: 'BUY', quantity: 150, lotSize: 75, fillPrice: 101, timestamp: 10.9 * MINUTE },
    { id: 'c', instrumentId: 2, side: 'SELL', quantity: 75, lotSize: 75, fillPrice: 7, timestamp: 10.5 * MINUTE },
    { id: 'd', instrumentId: 1, side: 'SELL', quantity: 75, lotSize: 75, fillPrice: 108, timestamp: 12.5 * MINUTE },
    { id: 'e', instrumentId: 1, side: 'SELL', quantity: 75, lotSize: 75, fillPrice: 108, timestamp: 13.5 * MINUTE },
  ],
  resting: [
    { orderId: 'r', instrumentId: 1, side: 'SELL', from: 11.5 * MINUTE, to: 12.6 * MINUTE, price: 108, stop: false },
  ],
  orders: [
    { id: 'x', instrumentId: 1, side: 'BUY', price: null },
    { id: 'r', instrumentId: 1, side: 'SELL', price: 108 },
  ],
  events: [
    { at: 11.1 * MINUTE, kind: 'refusal', orderId: 'x' },
    { at: 11.5 * MINUTE, kind: 'order', orderId: 'r' },
  ],
} as unknown as DayStory;
const ghostsAt = (minute: number) => ghostsOn(thenBy(story, 1, minute * MINUTE), bars);

test('what happened appears as the clock passes it, and is gone again behind a seek back', () => {
  const kinds = (minute: number) => ghostsAt(minute).map(({ kind }) => kind);
  expect(kinds(10)).toEqual([]);
  expect(kinds(10.2)).toEqual(['fill']);
  expect(kinds(11.2)).toEqual(['refused', 'fill']);
  expect(kinds(12.5)).toEqual(['rest', 'refused', 'fill', 'fill']);
  expect(kinds(10.2)).toEqual(['fill']);
});

test('fills of one side, bar and price are one mark at that price; where no bar is, at the one before', () => {
  expect(ghostsAt(14).filter(({ kind }) => kind === 'fill')).toEqual([
    { kind: 'fill', ts: 10 * MINUTE, side: 'BUY', lots: 3, price: 101 },
    { kind: 'fill', ts: 12 * MINUTE, side: 'SELL', lots: 2, price: 108 },
  ]);
  const before = thenBy({ ...story, trades: [{ ...story.trades[0]!, timestamp: 9 * MINUTE }] }, 1, 14 * MINUTE);
  expect(ghostsOn(before, bars).filter(({ kind }) => kind === 'fill')).toEqual([]);
});

test('an order rests up to the newest bar while it did, then to its end; a refusal without a price stands at its bar', () => {
  const rest = { kind: 'rest', ts: 11 * MINUTE, side: 'SELL', price: 108, stop: false };
  const restAt = (minute: number) => ghostsAt(minute).find(({ kind }) => kind === 'rest');
  expect(restAt(12)).toEqual({ ...rest, until: 14 * MINUTE });
  expect(restAt(13)).toEqual({ ...rest, until: 12 * MINUTE });
  expect(ghostsAt(12)).toContainEqual({ kind: 'refused', ts: 11 * MINUTE, side: 'BUY', price: 105 });
  expect(ghostsOn(thenBy(story, 1, 14 * MINUTE), [])).toEqual([]);
});

test('nothing is shown before it happened, and what was shown earlier still is later, wherever the clock went between', () => {
  const moment = fc.integer({ min: 0, max: 60 * MINUTE });
  const days = fc.record({
    trades: fc.array(fc.record({ timestamp: moment, fillPrice: fc.integer({ min: 1, max: 500 }) })),
    resting: fc.array(fc.record({ from: moment, length: fc.option(moment) })),
  });
  fc.assert(
    fc.property(days, moment, moment, ({ trades, resting }, one, other) => {
      const day = {
        trades: trades.map((trade) => ({ ...trade, instrumentId: 1, side: 'BUY', quantity: 75, lotSize: 75 })),
        resting: resting.map(({ from, length }) => ({
          instrumentId: 1,
          from,
          to: length === null ? null : from + length,
        })),
        orders: [],
        events: [],
      } as unknown as DayStory;
      const [earlier, later] = [Math.min(one, other), Math.max(one, other)].map((at) => thenBy(day, 1, at));
      expect(later!.fills).toEqual(expect.arrayContaining(earlier!.fills));
      expect(earlier!.fills.every(({ timestamp }) => timestamp <= Math.min(one, other))).toBe(true);
      expect(later!.resting.length).toBeGreaterThanOrEqual(earlier!.resting.length);
      expect(later!.resting.every(({ to }) => to === null || to <= Math.max(one, other))).toBe(true);
    }),
    { numRuns: propertyRuns },
  );
});
