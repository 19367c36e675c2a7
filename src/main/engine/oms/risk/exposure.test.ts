import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../../../../testing/property-runs.ts';
import { exposureOf, openLots, roomToExit, unhedgedLots } from './exposure.ts';
import type { WorkingOrder } from './exposure.ts';

const LOT = 75;
const ID = 1;
const working: fc.Arbitrary<WorkingOrder[]> = fc.array(
  fc.record({
    instrumentId: fc.constant(ID),
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    leaves: fc.integer({ min: 0, max: 10 }).map((lots) => lots * LOT),
    lotSize: fc.constant(LOT),
  }),
  { maxLength: 6 },
);
const net = fc.integer({ min: -10, max: 10 }).map((lots) => lots * LOT);
const signed = (order: WorkingOrder) => (order.side === 'BUY' ? order.leaves : -order.leaves);

describe('exposure', () => {
  test('O7 covers whatever part of the working orders fills', () => {
    fc.assert(
      fc.property(net, working, fc.infiniteStream(fc.boolean()), (netQty, orders, fills) => {
        const most = openLots([{ instrumentId: ID, netQty, lotSize: LOT }], orders);
        const filled = orders.filter(() => fills.next().value === true);
        const after = netQty + filled.reduce((sum, order) => sum + signed(order), 0);
        expect(Math.abs(after) / LOT).toBeLessThanOrEqual(most);
      }),
      { numRuns: propertyRuns },
    );
  });

  test('B2 what is left to exit never opens the other side, even when every exit fills', () => {
    fc.assert(
      fc.property(net, working, (netQty, orders) => {
        const exits = orders.filter((order) => signed(order) * netQty < 0);
        const out = exits.reduce((sum, order) => sum + order.leaves, 0);
        const room = roomToExit(netQty, orders, ID);
        expect(room).toBeGreaterThanOrEqual(0);
        expect(room === 0 || room + out <= Math.abs(netQty)).toBe(true);
      }),
      { numRuns: propertyRuns },
    );
  });

  test('an exit does not count, an entry on either side does, instruments add up', () => {
    const order = (side: 'BUY' | 'SELL', lots: number, instrumentId = ID) => ({
      instrumentId,
      side,
      leaves: lots * LOT,
      lotSize: LOT,
    });
    const held = [{ instrumentId: ID, netQty: 2 * LOT, lotSize: LOT }];
    expect(openLots(held, [order('SELL', 2)])).toBe(2);
    expect(openLots(held, [order('SELL', 3)])).toBe(3);
    expect(openLots(held, [order('SELL', 2), order('BUY', 1)])).toBe(3);
    expect(openLots(held, [order('BUY', 1, 2)])).toBe(3);
  });

  test('O7 options sold without a hedge cover whatever part of the sales fills, and count no purchase that may not', () => {
    const instrument = (id: number) => ({ kind: 'CE' as const, underlying: 'NIFTY', id });
    fc.assert(
      fc.property(net, net, working, fc.infiniteStream(fc.boolean()), (held, hedge, orders, fills) => {
        const positions = [
          { instrumentId: ID, netQty: held, lotSize: LOT },
          { instrumentId: 2, netQty: hedge, lotSize: LOT },
        ];
        const most = unhedgedLots(exposureOf(positions, orders), instrument);
        const filled = orders.filter(() => fills.next().value === true);
        const after = held + filled.reduce((sum, order) => sum + signed(order), 0);
        const short = Math.max(0, -after) + Math.max(0, -hedge);
        const long = Math.max(0, after) + Math.max(0, hedge);
        expect((short - long) / LOT).toBeLessThanOrEqual(most);
      }),
      { numRuns: propertyRuns },
    );
  });
});
