import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { scriptedDesk, settle } from '../../../testing/order-desk.ts';
import { ORDER } from '../../../testing/risk-fixtures.ts';
import { propertyRuns } from '../../../testing/property-runs.ts';
import type { PlaceRequest } from '../brokers/broker.ts';
import { Passes } from './passes.ts';

const REQUEST: PlaceRequest = {
  tag: 'T1',
  instrumentId: ORDER.instrument.id,
  side: ORDER.side,
  quantity: ORDER.quantity,
  price: ORDER.price!,
  triggerPrice: null,
  validity: 'DAY',
  product: ORDER.product,
};
const change: fc.Arbitrary<Partial<PlaceRequest>> = fc.oneof(
  fc.record({ tag: fc.string() }),
  fc.record({ instrumentId: fc.nat() }),
  fc.record({ side: fc.constant('SELL' as const) }),
  fc.record({ quantity: fc.nat() }),
  fc.record({ price: fc.nat() }),
  fc.record({ triggerPrice: fc.nat() }),
  fc.record({ validity: fc.constant('IOC' as const) }),
  fc.record({ product: fc.constantFrom('MIS' as const, 'CNC' as const) }),
);

describe('a pass', () => {
  test('R1 holds for exactly the fields that were passed, and once', () => {
    fc.assert(
      fc.property(change, (changed) => {
        const request = { ...REQUEST, ...changed };
        fc.pre(JSON.stringify(request) !== JSON.stringify(REQUEST));
        const passes = new Passes();
        passes.grant(ORDER, [REQUEST]);
        expect(passes.use(request)).toBe(false);
      }),
      { numRuns: propertyRuns },
    );
    const passes = new Passes();
    expect(passes.use(REQUEST)).toBe(false);
    passes.grant(ORDER, [REQUEST]);
    expect(passes.use(REQUEST)).toBe(true);
    expect(passes.use(REQUEST)).toBe(false);
  });

  test('is not given for requests that are not the order, whole', () => {
    const passes = new Passes();
    expect(() => passes.grant(ORDER, [{ ...REQUEST, quantity: 130 }])).toThrow(/passed 65 .*, not 130/);
    expect(() => passes.grant(ORDER, [{ ...REQUEST, price: 16_435 }])).toThrow(/not the order/);
    const two = { ...ORDER, lots: 2, quantity: 130 };
    passes.grant(two, [REQUEST, { ...REQUEST, tag: 'T2' }]);
    expect(passes.use({ ...REQUEST, tag: 'T2' })).toBe(true);
  });
});

describe('R1 a change', () => {
  const CHANGE = { quantity: 130, price: ORDER.price!, triggerPrice: null };

  test.each([{ quantity: 195 }, { price: ORDER.price! + 5 }, { triggerPrice: 16_000 }])(
    'with another %o than was passed is refused, and a pass holds once and for its order',
    (changed) => {
      const passes = new Passes();
      const order = { ...ORDER, quantity: 130, lots: 2 };
      passes.grantChange(order, 'B1', CHANGE, 0);
      expect(passes.useChange('B1', { ...CHANGE, ...changed })).toBe(false);
      passes.grantChange(order, 'B1', CHANGE, 0);
      expect(passes.useChange('B2', CHANGE)).toBe(false);
      expect(passes.useChange('B1', CHANGE)).toBe(true);
      expect(passes.useChange('B1', CHANGE)).toBe(false);
    },
  );

  test('of a partly filled order is passed for what it leaves to fill', () => {
    const passes = new Passes();
    passes.grantChange(ORDER, 'B1', CHANGE, 65);
    expect(passes.useChange('B1', CHANGE)).toBe(true);
    expect(() => passes.grantChange(ORDER, 'B1', CHANGE, 0)).toThrow(/not the order/);
  });

  test('that is tampered with after the rules passed it stops before the socket', async () => {
    const desk = await scriptedDesk();
    const { id } = desk.oms.place(desk.intent());
    await settle();
    const use = vi.spyOn(Passes.prototype, 'useChange');
    use.mockImplementationOnce(function (this: Passes, brokerOrderId, change) {
      use.mockRestore();
      return this.useChange(brokerOrderId, Object.assign(change, { quantity: 7_500 }));
    });
    desk.oms.modify(id, 16_390, 1);
    await settle();
    expect(desk.broker.heard).toEqual(['place']);
    expect(desk.order(id)).toMatchObject({ state: 'OPEN', lots: 1, pendingRequest: null });
    desk.oms.modify(id, 16_390, 1);
    await settle();
    expect(desk.broker.heard).toEqual(['place', 'modify']);
  });
});
