import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ORDER } from '../../../testing/risk-fixtures.ts';
import { propertyRuns } from '../../../testing/property-runs.ts';
import type { PlaceRequest } from '../brokers/broker.ts';
import { passHash, Passes } from './passes.ts';

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
        expect(passHash(request)).not.toBe(passHash(REQUEST));
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
