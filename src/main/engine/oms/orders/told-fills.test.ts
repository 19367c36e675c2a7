import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BrokerOrder } from '../../brokers/broker.ts';
import { OrderDesk, settle } from '../../../../testing/order-desk.ts';
import { propertyRuns } from '../../../../testing/property-runs.ts';
import { SCRIPTED_CAPABILITIES, ScriptedBroker } from '../../../../testing/scripted-broker.ts';
import { fillsBehind } from './told-fills.ts';

const row = (filled: number, filledValue: number): BrokerOrder => ({
  brokerOrderId: 'B1',
  tag: 'tag',
  instrumentId: 1,
  side: 'BUY',
  quantity: 300,
  filled,
  filledValue,
  price: 16_400,
  triggerPrice: null,
  validity: 'DAY',
  product: 'NRML',
  status: 'PARTIAL',
  message: null,
  ts: 1,
});

describe('a broker that tells only what is filled in all', () => {
  test('O2 its rows stand for fills that come to exactly its totals, whatever the rest of the division', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(5_000_000), (filled, value) => {
        const fills = fillsBehind(row(filled, value), { filled: 0, filledValue: 0 });
        expect(fills.reduce((sum, fill) => sum + fill.quantity, 0)).toBe(filled);
        expect(fills.reduce((sum, fill) => sum + fill.quantity * fill.price, 0)).toBe(value);
        expect(fillsBehind(row(filled, value), { filled: 0, filledValue: 0 })).toEqual(fills);
        expect(fillsBehind(row(filled, value), { filled, filledValue: value })).toEqual([]);
      }),
      { numRuns: propertyRuns },
    );
  });

  test('O4 repeated and late rows book each unit once, and the books agree', async () => {
    const capabilities = { ...SCRIPTED_CAPABILITIES, fillsTold: false };
    const desk = await new OrderDesk(() => new ScriptedBroker(capabilities)).start();
    const order = desk.oms.place(desk.intent({ lots: 2, price: 16_500 }));
    await settle();
    desk.broker.held = [];
    desk.broker.fill('B1', 75, 16_400);
    desk.broker.fill('B1', 75, 16_501);
    desk.broker.deliver((updates) => [...updates.toReversed(), ...updates]);
    expect(desk.order(order.id)).toMatchObject({ state: 'FILLED', filled: 150, filledValue: 75 * (16_400 + 16_501) });
    await desk.restart();
    expect(desk.oms.tradeViews().reduce((sum, trade) => sum + trade.quantity, 0)).toBe(150);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(150);
    expect(desk.oms.reconciledAt).not.toBeNull();
  });
});
