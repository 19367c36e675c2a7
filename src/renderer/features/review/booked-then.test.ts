import { expect, test } from 'vitest';
import type { Trade } from '../../../contract/trading.ts';
import { bookedAfter, bookedBy, heldAt } from './booked-then.ts';

const fill = (timestamp: number, side: 'BUY' | 'SELL', quantity: number, pnl: number, name = 'CE') =>
  ({ timestamp, side, quantity, pnl, charges: 100, name, lotSize: 75 }) as Trade;
const trades = [
  fill(1000, 'BUY', 150, 0),
  fill(2000, 'SELL', 75, 5000),
  fill(2500, 'SELL', 75, 0, 'PE'),
  fill(3000, 'SELL', 75, -8000),
];

test('what is booked goes by each fill, charges taken off, and stands at nothing before the first', () => {
  const points = bookedAfter(trades);
  expect(points.map(({ net }) => net)).toEqual([-100, 4800, 4700, -3400]);
  expect([999, 1000, 2499, 9000].map((at) => bookedBy(points, at))).toEqual([0, -100, 4800, -3400]);
});

test('what was held is the sum of the fills so far, flat contracts left out', () => {
  expect(heldAt(trades, 999)).toEqual([]);
  expect(heldAt(trades, 2000)).toEqual([{ name: 'CE', lots: 1 }]);
  expect(heldAt(trades, 3000)).toEqual([{ name: 'PE', lots: -1 }]);
});
