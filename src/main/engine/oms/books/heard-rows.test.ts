import { describe, expect, test } from 'vitest';
import type { BrokerFill, BrokerOrder } from '../../brokers/broker.ts';
import type { FoldedOrder } from '../../domain/order-fold.ts';
import { HeardRows } from './heard-rows.ts';

const row: BrokerOrder = {
  brokerOrderId: '1',
  tag: 'a',
  instrumentId: 7,
  side: 'BUY',
  quantity: 75,
  filled: 0,
  price: 100_00,
  triggerPrice: null,
  validity: 'DAY',
  product: 'NRML',
  status: 'OPEN',
  message: null,
  ts: 1000,
};
const fill: BrokerFill = {
  tradeId: 'T1',
  brokerOrderId: '1',
  tag: 'a',
  instrumentId: 7,
  side: 'BUY',
  quantity: 75,
  price: 100_00,
  ts: 1000,
};
const order = { record: { id: 'ours' } } as FoldedOrder;

describe('heard rows', () => {
  test('the same row, read again, is known', () => {
    const heard = new HeardRows();
    expect(heard.orderOf(row)).toBeNull();
    heard.keep(row, order);
    expect(heard.orderOf({ ...row })).toBe(order);
  });

  test.each([
    { status: 'CANCELLED' },
    { filled: 75 },
    { filledValue: 1 },
    { quantity: 150 },
    { price: 1 },
    { triggerPrice: 1 },
    { ts: 1001 },
    { tag: null },
    { brokerOrderId: '2' },
  ] satisfies Partial<BrokerOrder>[])('a row with another %o is news', (change) => {
    const heard = new HeardRows();
    heard.keep(row, order);
    expect(heard.orderOf({ ...row, ...change })).toBeNull();
  });

  test('a trade told anew with other terms, or of another order, is news', () => {
    const heard = new HeardRows();
    expect(heard.hasFill(fill)).toBe(false);
    heard.keepFill(fill);
    expect(heard.hasFill({ ...fill })).toBe(true);
    for (const change of [{ quantity: 1 }, { price: 1 }, { brokerOrderId: '2' }, { tag: null }, { tradeId: 'T2' }]) {
      expect(heard.hasFill({ ...fill, ...change })).toBe(false);
    }
  });
});
