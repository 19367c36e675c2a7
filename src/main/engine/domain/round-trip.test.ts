import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../testing/property-runs.ts';
import type { TradeRecord } from './order.ts';
import { roundTrips } from './round-trip.ts';

let count = 0;
/** A fill of order `orderId`: units, negative for a sale, at a price in paise. */
function fill(orderId: string, units: number, fillPrice: number, pnl = 0, instrumentId = 1): TradeRecord {
  count += 1;
  return {
    id: `t${count}`,
    orderId,
    accountId: 'a',
    instrumentId,
    symbol: 'S',
    name: 'NIFTY 26000 CE',
    side: units > 0 ? 'BUY' : 'SELL',
    lotSize: 75,
    quantity: Math.abs(units),
    fillPrice,
    pnl,
    charges: 30,
    brokerTradeId: `b${count}`,
    timestamp: count,
  };
}

describe('round trips', () => {
  it('scales in and out of one trip', () => {
    const [trip, ...others] = roundTrips([
      fill('in', 75, 100),
      fill('add', 75, 110),
      fill('half', -75, 120, 1125),
      fill('out', -75, 130, 1875),
    ]);
    expect(others).toEqual([]);
    expect(trip).toMatchObject({
      entryOrderId: 'in',
      side: 'BUY',
      entryQty: 150,
      entryValue: 75 * 210,
      exitQty: 150,
      exitValue: 75 * 250,
      maxQty: 150,
      gross: 3000,
      charges: 120,
      orderIds: ['in', 'add', 'half', 'out'],
    });
    expect(trip!.closedAt).not.toBeNull();
  });

  it('ends one and opens the next where a fill crosses zero, its charges shared', () => {
    const trips = roundTrips([fill('in', 75, 100), fill('turn', -225, 90, -750), fill('out', 150, 80, 1500)]);
    expect(
      trips.map(({ side, entryQty, exitQty, gross, charges }) => [side, entryQty, exitQty, gross, charges]),
    ).toEqual([
      ['BUY', 75, 75, -750, 40],
      ['SELL', 150, 150, 1500, 50],
    ]);
  });

  it('counts a daily settlement to the trip it was booked in', () => {
    const settlement = {
      id: 's',
      accountId: 'a',
      instrumentId: 1,
      product: 'NRML' as const,
      day: '2026-11-23',
      price: 120,
      source: 'MARKET' as const,
      netQty: 75,
      pnl: 1500,
      tradesBefore: 1,
      createdAt: 9,
    };
    const [trip] = roundTrips([fill('in', 75, 100), settlement, fill('out', -75, 110, -750)]);
    expect(trip).toMatchObject({ gross: 750, charges: 60 });
  });

  it('keeps every paisa and every unit, whatever the fills', () => {
    const fills = fc.array(
      fc.tuple(
        fc.integer({ min: -4, max: 4 }).filter((lots) => lots !== 0),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: -9, max: 9 }),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(fills, (given) => {
        const trades = given.map(([lots, instrument, pnl], index) =>
          fill(`o${index}`, lots * 75, 100 + index, pnl, instrument),
        );
        const trips = roundTrips(trades);
        const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
        expect(sum(trips.map(({ charges }) => charges))).toBe(sum(trades.map(({ charges }) => charges)));
        expect(sum(trips.map(({ entryQty, exitQty }) => entryQty + exitQty))).toBe(
          sum(trades.map(({ quantity }) => quantity)),
        );
        for (const trip of trips) {
          expect(trip.closedAt === null).toBe(trip.entryQty !== trip.exitQty);
          expect(trip.maxQty).toBeLessThanOrEqual(trip.entryQty);
        }
        for (const instrument of [1, 2, 3]) {
          const still = trips.filter(({ instrumentId, closedAt }) => instrumentId === instrument && closedAt === null);
          expect(still.length).toBeLessThanOrEqual(1);
          const net = sum(
            trades
              .filter((trade) => trade.instrumentId === instrument)
              .map(({ side, quantity }) => (side === 'BUY' ? quantity : -quantity)),
          );
          expect(
            sum(still.map(({ side, entryQty, exitQty }) => (side === 'BUY' ? 1 : -1) * (entryQty - exitQty))),
          ).toBe(net);
        }
      }),
      { numRuns: propertyRuns },
    );
  });
});
