import { expect, test } from 'vitest';
import type { Trade } from '../../../contract/trading.ts';
import { fillMarks, openedAt } from './fill-marks.ts';

const MINUTE = 60_000;
const bars = [1, 2, 3].map((minute) => ({
  ts: minute * MINUTE,
  open: 100,
  high: 110,
  low: 90,
  close: 100,
  volume: 0,
  oi: 0,
}));
const trade = (minute: number, side: 'BUY' | 'SELL', lots: number): Trade => ({
  id: `${minute}${side}${lots}`,
  orderId: 'o',
  instrumentId: 1,
  symbol: '',
  name: '',
  side,
  lotSize: 65,
  quantity: lots * 65,
  fillPrice: 100,
  pnl: 0,
  charges: 0,
  timestamp: minute * MINUTE,
});

test('fills of one side within a bar make one mark with their lots, under it for a buy, over it for a sell', () => {
  const trades = [trade(1.2, 'BUY', 1), trade(1.9, 'BUY', 1), trade(1.95, 'SELL', 2), trade(3, 'SELL', 1)];
  expect(fillMarks(trades, bars, MINUTE)).toEqual([
    { ts: MINUTE, side: 'BUY', lots: 2, price: 90 },
    { ts: MINUTE, side: 'SELL', lots: 2, price: 110 },
    { ts: 3 * MINUTE, side: 'SELL', lots: 1, price: 110 },
  ]);
});

test('fills before the first bar or after the last have no mark', () => {
  expect(fillMarks([trade(0.5, 'BUY', 1), trade(4, 'BUY', 1)], bars, MINUTE)).toEqual([]);
});

test('a position is as old as the fill that last left zero or crossed it', () => {
  expect(openedAt([])).toBeNull();
  expect(openedAt([trade(1, 'BUY', 1), trade(2, 'BUY', 1)])).toBe(MINUTE);
  expect(openedAt([trade(1, 'BUY', 1), trade(2, 'SELL', 1)])).toBeNull();
  expect(openedAt([trade(1, 'BUY', 1), trade(2, 'SELL', 2)])).toBe(2 * MINUTE);
  expect(openedAt([trade(1, 'BUY', 2), trade(2, 'SELL', 1)])).toBe(MINUTE);
});
