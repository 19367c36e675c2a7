import { expect, test } from 'vitest';
import type { Instrument } from '../../../contract/market.ts';
import type { Position } from '../../../contract/trading.ts';
import { legsOfPositions } from './from-position.ts';

const held = (instrumentId: number, netQty: number, cost: number) =>
  ({ instrumentId, netQty, cost, lotSize: 65 }) as Position;
const instrument = (id: number) =>
  (id < 10 ? { underlying: 'NIFTY' } : id < 20 ? { underlying: 'BANKNIFTY' } : undefined) as Instrument | undefined;

test('open positions become legs at their average, one underlying at a time', () => {
  const positions = [held(1, -130, -130 * 7655), held(2, 0, 0), held(11, 65, 65 * 100 + 20), held(3, 65, 2970 * 65)];
  expect(legsOfPositions(positions, instrument, 'NIFTY')).toEqual({
    underlying: 'NIFTY',
    legs: [
      { instrumentId: 1, lots: -2, price: 7655 },
      { instrumentId: 3, lots: 1, price: 2970 },
    ],
  });
  expect(legsOfPositions(positions, instrument, 'BANKNIFTY')?.legs).toEqual([
    { instrumentId: 11, lots: 1, price: 100 },
  ]);
});

test('another underlying than the wanted one is taken when only that is held; nothing held is nothing', () => {
  expect(legsOfPositions([held(11, 65, 6500)], instrument, 'NIFTY')?.underlying).toBe('BANKNIFTY');
  expect(legsOfPositions([held(1, 0, 0), held(30, 65, 6500)], instrument, 'NIFTY')).toBeNull();
  expect(legsOfPositions([held(1, 30, 3000)], instrument, 'NIFTY')).toBeNull();
});
