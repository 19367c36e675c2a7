import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { EMPTY_DRAFT, type DraftOrder } from '../../stores/draft-order.ts';
import { draftPrices, draftProtection, entryPrice, limitPrice, placeOf } from './draft-prices.ts';

const book = { ltp: 16_435, bid: 16_430, ask: 16_440 };
const draft = (change: Partial<DraftOrder>): DraftOrder => ({ ...EMPTY_DRAFT, ...change });
const on = (distance: number | null = null) => ({ on: true, distance });

test('a limit follows the near side until a price is typed', () => {
  expect(limitPrice(draft({ orderType: 'LIMIT', side: 'BUY' }), book)).toBe(16_430);
  expect(limitPrice(draft({ orderType: 'LIMIT', side: 'SELL' }), book)).toBe(16_440);
  expect(limitPrice(draft({ orderType: 'LIMIT', price: 16_000 }), book)).toBe(16_000);
  expect(limitPrice(draft({ orderType: 'LIMIT' }), { ...book, bid: 0 })).toBeNull();
  expect(limitPrice(draft({ price: 16_000 }), book)).toBeNull();
});

test('a stop triggers beyond the last price, its limit beyond the trigger, until they are typed', () => {
  const stop = { isStop: true, orderType: 'LIMIT' } as const;
  expect(draftPrices(draft(stop), book, 5)).toEqual({ triggerPrice: 16_600, price: 16_765 });
  expect(draftPrices(draft({ ...stop, side: 'SELL' }), book, 5)).toEqual({ triggerPrice: 16_270, price: 16_105 });
  expect(draftPrices(draft({ ...stop, trigger: 17_000, price: 17_050 }), book, 5)).toEqual({
    triggerPrice: 17_000,
    price: 17_050,
  });
  expect(draftPrices(draft({ isStop: true }), book, 5)).toEqual({ triggerPrice: 16_600, price: null });
  expect(draftPrices(draft(stop), undefined, 5)).toEqual({ triggerPrice: null, price: null });
});

test('a market order is expected to meet the far side, or the last price without a book', () => {
  expect(entryPrice(draft({ side: 'BUY' }), book)).toBe(16_440);
  expect(entryPrice(draft({ side: 'SELL' }), book)).toBe(16_430);
  expect(entryPrice(draft({}), { ltp: 16_435, bid: 0, ask: 0 })).toBe(16_435);
  expect(entryPrice(draft({}), undefined)).toBeNull();
});

test('stop and target stand on their sides of the entry, with distance and R', () => {
  const bought = draftProtection(draft({ stop: on(800), target: on(1600) }), 16_430, 5);
  expect(bought).toEqual({ slPrice: 15_630, tpPrice: 18_030, slDistance: 800, tpDistance: 1600, r: 2 });
  const sold = draftProtection(draft({ side: 'SELL', stop: on(800), target: on(1600) }), 16_430, 5);
  expect([sold.slPrice, sold.tpPrice]).toEqual([17_230, 14_830]);
});

test('an unmoved target is twice as far as the stop, wherever the stop is', () => {
  expect(draftProtection(draft({ stop: on(), target: on() }), 20_000, 5)).toMatchObject({
    slPrice: 19_000,
    tpPrice: 22_000,
  });
  expect(draftProtection(draft({ stop: on(300), target: on() }), 20_000, 5).tpPrice).toBe(20_600);
});

test('legs that are off, and legs before a price, are absent', () => {
  expect(draftProtection(draft({}), 16_430, 5)).toMatchObject({ slPrice: null, tpPrice: null, r: null });
  expect(draftProtection(draft({ stop: on(), target: on() }), null, 5)).toMatchObject({ slPrice: null, tpPrice: null });
});

test('stop and target always land on the tick and are never free', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.constantFrom(1, 5, 10, 20),
      fc.constantFrom('BUY' as const, 'SELL' as const),
      fc.option(fc.integer({ min: 0, max: 50_000 }), { nil: null }),
      (entry, tick, side, distance) => {
        const { slPrice, tpPrice } = draftProtection(
          draft({ side, stop: on(distance), target: on(distance) }),
          entry,
          tick,
        );
        for (const price of [slPrice!, tpPrice!]) {
          expect(price % tick).toBe(0);
          expect(price).toBeGreaterThanOrEqual(tick);
        }
      },
    ),
  );
});

test('a price says where it stands in the book', () => {
  expect([16_430, 16_440, 16_400].map((price) => placeOf(price, book))).toEqual([
    'at bid',
    'at ask',
    { fromLast: -35 },
  ]);
  expect(placeOf(16_430, undefined)).toBeNull();
});
