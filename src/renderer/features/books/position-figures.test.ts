import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Position } from '../../../contract/trading.ts';
import { price, signed } from '../../ui/format.ts';
import { averagePrice, dayPnl, positionTotals, riskToStop } from './position-figures.ts';

const position = (change: Partial<Position>): Position => ({
  instrumentId: 1,
  symbol: 'S',
  name: 'N',
  product: 'NRML',
  lotSize: 65,
  netQty: 195,
  cost: 2_952_300,
  ltp: 16_435,
  unrealised: 252_525,
  realised: 0,
  charges: 0,
  tpPrice: null,
  slPrice: 14_200,
  trail: null,
  stopHome: 'TERMINAL',
  protection: 'OK',
  protectionFrozen: false,
  note: null,
  updatedAt: 0,
  ...change,
});

test('averages come from the integer cost and are divided only to be shown', () => {
  expect(price(averagePrice(position({})))).toBe('151.40');
  expect(price(averagePrice(position({ netQty: -65, cost: -1_000_000 })))).toBe('153.85');
  expect(price(averagePrice(position({ netQty: 0, cost: 0 })))).toBe('–');
});

test('the risk to a stop is its exact distance from the cost, either way round', () => {
  expect(signed(riskToStop(position({}))!)).toBe('−1,833.00');
  expect(riskToStop(position({ netQty: -195, cost: -2_952_300, slPrice: 16_000 }))).toBe(-167_700);
  expect(riskToStop(position({ slPrice: null }))).toBeNull();
});

test('totals add up exactly, whatever the positions', () => {
  const money = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
  const anyPosition = fc.record({ unrealised: money, realised: money }).map(position);
  fc.assert(
    fc.property(fc.array(anyPosition), (positions) => {
      const totals = positionTotals(positions);
      expect(totals.day).toBe(totals.unrealised + totals.realised);
      expect(totals.day).toBe(positions.reduce((sum, one) => sum + dayPnl(one), 0));
      expect(totals.lots).toBe(positions.length * 3);
    }),
  );
});

test('the total risk to stops counts only positions that have one', () => {
  expect(positionTotals([position({}), position({ slPrice: null })]).riskToStops).toBe(-183_300);
  expect(positionTotals([position({ slPrice: null })]).riskToStops).toBeNull();
});
