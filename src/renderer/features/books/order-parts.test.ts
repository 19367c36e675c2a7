import { expect, test } from 'vitest';
import type { Order } from '../../../contract/trading.ts';
import { partPlaces, partsKey } from './order-parts.ts';

const order = (id: string, change: Partial<Order> = {}) =>
  ({ id, partOf: 'intent', instrumentId: 7, side: 'BUY', createdAt: 10, ...change }) as Order;

test('the parts of an intent are counted in the order they were sent', () => {
  const places = partPlaces([order('a'), order('alone', { partOf: null }), order('b'), order('c', { createdAt: 12 })]);
  expect([...places]).toEqual([
    ['a', { number: 1, of: 3, since: 10 }],
    ['b', { number: 2, of: 3, since: 10 }],
    ['c', { number: 3, of: 3, since: 10 }],
  ]);
});

test('the legs of a basket are no parts of each other, and one leg alone is whole', () => {
  const put = order('put', { instrumentId: 8 });
  expect(partsKey(put)).not.toBe(partsKey(order('call')));
  expect(partPlaces([order('call'), put]).size).toBe(0);
  expect(partPlaces([order('call'), order('hedge', { side: 'SELL' })]).size).toBe(0);
});

test('an order sent whole has no parts', () => {
  expect(partsKey(order('a', { partOf: null }))).toBeNull();
});
