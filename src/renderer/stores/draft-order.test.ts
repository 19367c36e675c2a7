import { beforeEach, expect, test } from 'vitest';
import {
  draftFor,
  draftLeg,
  draftLots,
  draftOrder,
  draftPrice,
  draftSide,
  EMPTY_DRAFT,
  LOT_PRESETS,
  MAX_LOTS,
  useDraftOrder,
} from './draft-order.ts';

beforeEach(() => useDraftOrder.setState(EMPTY_DRAFT));

test('lots stay whole, at least one, and within the contract', () => {
  const lots = [0, -3, 2.4, MAX_LOTS + 1].map((wanted) => {
    draftLots(wanted);
    return draftOrder().lots;
  });
  expect(lots).toEqual([1, 1, 2, MAX_LOTS]);
  expect(LOT_PRESETS).toEqual([1, 2, 3, 5, 9]);
});

test('another instrument keeps lots and switches but takes no price along', () => {
  draftFor(1);
  draftLots(3);
  draftPrice(16_430);
  draftLeg('stop', { on: true, distance: 800 });
  draftFor(2);
  expect(draftOrder()).toMatchObject({ instrumentId: 2, lots: 3, price: null, stop: { on: true, distance: null } });
});

test('focusing the same instrument again changes nothing', () => {
  draftFor(1);
  draftPrice(16_430);
  draftFor(1);
  expect(draftOrder().price).toBe(16_430);
});

test('turning the side drops a typed price, which was meant for the other one', () => {
  draftPrice(16_430);
  draftSide('BUY');
  expect(draftOrder().price).toBe(16_430);
  draftSide('SELL');
  expect(draftOrder().price).toBeNull();
});
