import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instrument } from '../../../contract/market.ts';
import { marginOf } from '../domain/margin.ts';
import { CALL } from '../../../testing/risk-fixtures.ts';
import { slices, squareOffLegs } from './square-off.ts';
import type { OpenPosition } from './square-off.ts';
import { propertyRuns } from '../../../testing/property-runs.ts';

const SPOT = 2_600_000;

function option(id: number, kind: 'CE' | 'PE', strike: number): Instrument {
  return { ...CALL, id, kind, strike, symbol: `${kind}${strike}` };
}

const INSTRUMENTS = [2_580_000, 2_590_000, 2_600_000, 2_610_000, 2_620_000].flatMap((strike, index) => [
  option(2 * index + 1, 'CE', strike),
  option(2 * index + 2, 'PE', strike),
]);

function priceOf({ kind, strike }: Instrument): number {
  const intrinsic = Math.max(0, kind === 'CE' ? SPOT - strike! : strike! - SPOT);
  return intrinsic + 12_000;
}

const margin = (positions: readonly OpenPosition[]) =>
  marginOf(
    positions.map((position) => ({ ...position, product: 'NRML', ltp: priceOf(position.instrument), iv: 0.14 })),
    { NIFTY: SPOT },
    '2026-11-23',
  ).total;

const books = fc
  .uniqueArray(fc.record({ at: fc.nat(INSTRUMENTS.length - 1), lots: fc.integer({ min: -4, max: 4 }) }), {
    maxLength: 5,
    selector: ({ at }) => at,
  })
  .map((list) => list.map(({ at, lots }) => ({ instrument: INSTRUMENTS[at]!, netQty: lots * CALL.lotSize })));

describe('a square-off', () => {
  test('buys shorts back before it sells a long, the greatest relief first', () => {
    const [long, short] = [INSTRUMENTS[8]!, INSTRUMENTS[4]!];
    const legs = squareOffLegs(
      [
        { instrument: long, netQty: 130 },
        { instrument: INSTRUMENTS[1]!, netQty: -65 },
        { instrument: short, netQty: -260 },
      ],
      margin,
    );
    expect(legs.map((leg) => `${leg.side} ${leg.quantity}`)).toEqual(['BUY 260', 'BUY 65', 'SELL 130']);
  });

  test('SQ1 never needs more margin on its way than it had, SQ2 never crosses zero, SQ3 ends flat', () => {
    fc.assert(
      fc.property(books, (positions) => {
        const before = margin(positions);
        const left = new Map(positions.map((position) => [position.instrument, position.netQty]));
        for (const { instrument, side, quantity } of squareOffLegs(positions, margin)) {
          const held = left.get(instrument)!;
          expect(quantity).toBe(Math.abs(held));
          expect(side).toBe(held > 0 ? 'SELL' : 'BUY');
          left.delete(instrument);
          const now = margin([...left].map(([each, netQty]) => ({ instrument: each, netQty })));
          // The premium of longs that stay is counted in full once their shorts are gone.
          const premiums = positions.reduce(
            (sum, { instrument: each, netQty }) => sum + Math.max(0, netQty) * priceOf(each),
            0,
          );
          expect(now).toBeLessThanOrEqual(before + premiums);
        }
        expect([...left.values()].every((netQty) => netQty === 0)).toBe(true);
      }),
      { numRuns: propertyRuns },
    );
  });

  test('O13 slices add up, in whole lots, none above the freeze quantity', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 100 }),
        fc.option(fc.integer({ min: 100, max: 5000 })),
        (lots, lotSize, freezeQty) => {
          const parts = slices(lots * lotSize, { lotSize, freezeQty });
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(lots * lotSize);
          expect(parts.every((part) => part > 0 && part % lotSize === 0)).toBe(true);
          expect(parts.every((part) => freezeQty === null || part <= freezeQty)).toBe(true);
        },
      ),
      { numRuns: propertyRuns },
    );
  });
});
