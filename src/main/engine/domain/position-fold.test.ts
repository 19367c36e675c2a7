import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../../../testing/property-runs.ts';
import { applyFill, foldedPosition, mark, positionRecord, rollDay, settleAt } from './position-fold.ts';
import type { FoldedPosition, PositionFill } from './position-fold.ts';

const flat = foldedPosition({
  accountId: 'a',
  instrumentId: 1,
  symbol: 'NIFTY24NOV2626000CE',
  product: 'NRML',
  netQty: 0,
  cost: 0,
  realised: 0,
  charges: 0,
  day: '2026-11-23',
  updatedAt: 0,
});

const runs = { numRuns: propertyRuns };
const fill: fc.Arbitrary<PositionFill> = fc.record({
  side: fc.constantFrom('BUY' as const, 'SELL' as const),
  quantity: fc.integer({ min: 1, max: 5000 }),
  price: fc.integer({ min: 5, max: 50_000_00 }),
});
const fills = fc.array(fill, { maxLength: 25 });

const fold = (list: readonly PositionFill[], from: FoldedPosition = flat) =>
  list.reduce((position, each) => applyFill(position, each).position, from);
const signed = (each: PositionFill) => (each.side === 'BUY' ? each.quantity : -each.quantity);
const paid = (list: readonly PositionFill[]) => list.reduce((sum, each) => sum + signed(each) * each.price, 0);

describe('a position', () => {
  test('P1 is the sum of its signed fills', () => {
    fc.assert(
      fc.property(fills, (list) => {
        expect(fold(list).netQty).toBe(list.reduce((sum, each) => sum + signed(each), 0));
      }),
      runs,
    );
  });

  test('P2 conserves money exactly, whatever the mark', () => {
    fc.assert(
      fc.property(fills, fc.integer({ min: 0, max: 60_000_00 }), (list, price) => {
        const position = fold(list);
        expect(position.realised + mark(position, price)).toBe(price * position.netQty - paid(list));
      }),
      runs,
    );
  });

  test('P3 costs nothing once flat, and has booked everything', () => {
    fc.assert(
      fc.property(fills, fc.integer({ min: 5, max: 50_000_00 }), (list, price) => {
        const open = fold(list);
        if (open.netQty === 0) return;
        const exit: PositionFill = { side: open.netQty > 0 ? 'SELL' : 'BUY', quantity: Math.abs(open.netQty), price };
        const position = fold([exit], open);
        expect(position.netQty).toBe(0);
        expect(position.cost).toBe(0);
        expect(position.realised).toBe(0 - paid([...list, exit]));
      }),
      runs,
    );
  });

  test('P4 turns through zero with the fill price as its whole basis', () => {
    fc.assert(
      fc.property(
        fills,
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 5, max: 50_000_00 }),
        (list, over, price) => {
          const before = fold(list);
          if (before.netQty === 0) return;
          const side = before.netQty > 0 ? 'SELL' : 'BUY';
          const { position, realised } = applyFill(before, { side, quantity: Math.abs(before.netQty) + over, price });
          expect(position.netQty).toBe(-Math.sign(before.netQty) * over);
          expect(position.cost).toBe(position.netQty * price);
          expect(realised).toBe(mark(before, price));
        },
      ),
      runs,
    );
  });

  test('P5 averages between the prices it was opened at', () => {
    fc.assert(
      fc.property(fills, (list) => {
        let position = flat;
        let opened: number[] = [];
        for (const each of list) {
          const before = position.netQty;
          position = applyFill(position, each).position;
          if (Math.sign(before) !== Math.sign(position.netQty)) opened = [];
          if (Math.abs(position.netQty) > Math.abs(before) || opened.length === 0) opened.push(each.price);
          if (position.netQty === 0) continue;
          // One paisa of rounding is shared by the whole position.
          const slack = list.length / Math.abs(position.netQty);
          const average = position.cost / position.netQty;
          expect(average).toBeGreaterThanOrEqual(Math.min(...opened) - slack);
          expect(average).toBeLessThanOrEqual(Math.max(...opened) + slack);
        }
      }),
      runs,
    );
  });

  test('P6 is the same when a fill comes in two parts', () => {
    fc.assert(
      fc.property(fills, fill, fc.nat(), fills, (before, whole, cut, after) => {
        if (whole.quantity < 2) return;
        const first = 1 + (cut % (whole.quantity - 1));
        const parts = [
          { ...whole, quantity: first },
          { ...whole, quantity: whole.quantity - first },
        ];
        expect(fold([...before, ...parts, ...after])).toEqual(fold([...before, whole, ...after]));
      }),
      runs,
    );
  });

  test('P7 has the same quantity and total in any order of its fills', () => {
    fc.assert(
      fc.property(
        fills.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const one = fold(list);
          const other = fold(shuffled);
          expect(other.netQty).toBe(one.netQty);
          expect(other.realised - other.cost).toBe(one.realised - one.cost);
        },
      ),
      runs,
    );
  });

  test('P8 keeps charges apart: no fill or day moves them into the cost', () => {
    fc.assert(
      fc.property(fills, fc.nat(1_000_000), (list, charges) => {
        const charged = fold(list, { ...flat, charges });
        expect(charged).toEqual({ ...fold(list), charges });
        expect(rollDay(charged, '2026-11-24').cost).toBe(charged.cost);
      }),
      runs,
    );
  });

  test('P10 rolls each day once, whatever was held, and leaves quantity and cost as they were', () => {
    fc.assert(
      fc.property(fills, fills, (before, after) => {
        const held = fold(before);
        const next = rollDay(held, '2026-11-24');
        expect(next).toMatchObject({ netQty: held.netQty, cost: held.cost, realised: 0, charges: 0 });
        expect(rollDay(next, '2026-11-24')).toBe(next);
        // The lifetime result does not depend on the days it was booked on.
        expect(held.realised + fold(after, next).realised).toBe(fold([...before, ...after]).realised);
      }),
      runs,
    );
  });

  test('P10 P2 P3 a future settled at any prices, on any days, comes to the same in all as one that never was', () => {
    const day = fc.record({ traded: fills, settled: fc.integer({ min: 5, max: 50_000_00 }) });
    fc.assert(
      fc.property(fc.array(day, { maxLength: 6 }), fc.integer({ min: 0, max: 60_000_00 }), (days, price) => {
        let position = flat;
        let earlier = 0;
        for (const { traded, settled } of days) {
          const before = fold(traded, position);
          const { position: closed, realised } = settleAt(before, settled);
          expect(closed).toMatchObject({ netQty: before.netQty, cost: before.netQty * settled });
          expect(closed.realised).toBe(before.realised + realised);
          expect(settleAt(closed, settled)).toEqual({ position: closed, realised: 0 });
          earlier += closed.realised;
          position = rollDay(closed, `${closed.day}+`);
          expect(position).toMatchObject({ realised: 0, cost: closed.cost });
        }
        const all = days.flatMap(({ traded }) => traded);
        const carried = fold(all);
        expect(position.netQty).toBe(carried.netQty);
        expect(earlier + mark(position, price)).toBe(carried.realised + mark(carried, price));
      }),
      runs,
    );
  });

  test('P10 carries its cost into the next day and starts its booked figures again', () => {
    const held = { ...fold([{ side: 'BUY', quantity: 150, price: 16_010 }]), realised: 500, charges: 40 };
    const next = rollDay(held, '2026-11-24');
    expect(next).toMatchObject({ netQty: 150, cost: 150 * 16_010, realised: 0, charges: 0, day: '2026-11-24' });
    expect(rollDay(next, '2026-11-24')).toBe(next);
  });
});

test('closing part of a position releases its share of the cost, rounded to the paisa', () => {
  const open = fold([
    { side: 'BUY', quantity: 75, price: 10_005 },
    { side: 'BUY', quantity: 75, price: 10_010 },
  ]);
  const { position, realised } = applyFill(open, { side: 'SELL', quantity: 75, price: 10_100 });
  // 75 × (101.00 − 100.075) = 69.375 rupees: half a paisa goes one way now, the other way at the next close.
  expect(realised).toBe(6_938);
  expect(position.cost).toBe(1_501_125 - 750_562);
  expect(positionRecord(position)).not.toHaveProperty('basisCost');
});
