import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../../../testing/property-runs.ts';
import type { TradeRecord } from './order.ts';
import { bustedBy, bustIdOf, fillOf, opposite, withoutTrade } from './position-bust.ts';
import { applyFill, foldedPosition, mark } from './position-fold.ts';
import type { FoldedPosition } from './position-fold.ts';

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

const tradeOf = (index: number, side: 'BUY' | 'SELL', quantity: number, fillPrice: number): TradeRecord => ({
  id: String(index),
  orderId: 'o',
  accountId: 'a',
  instrumentId: 1,
  symbol: '',
  name: '',
  side,
  lotSize: 75,
  quantity,
  fillPrice,
  pnl: 0,
  charges: 0,
  brokerTradeId: `t${index}`,
  timestamp: index,
});

const trades = fc
  .array(
    fc.record({
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      quantity: fc.integer({ min: 1, max: 500 }),
      price: fc.integer({ min: 5, max: 5_000_000 }),
    }),
    { minLength: 1, maxLength: 15 },
  )
  .map((list) => list.map(({ side, quantity, price }, index) => tradeOf(index, side, quantity, price)));

const booked = (list: readonly TradeRecord[]): FoldedPosition =>
  list.reduce((position, trade) => applyFill(position, fillOf(trade)).position, flat);

function bustRow(trade: TradeRecord): TradeRecord {
  return { ...trade, id: `b${trade.id}`, side: opposite(trade.side), brokerTradeId: bustIdOf(trade.brokerTradeId) };
}

/** Busts some trades one after the other, as the ledger does. */
function bustEach(list: readonly TradeRecord[], picks: readonly number[]) {
  let position = booked(list);
  let rows = [...list];
  for (const pick of new Set(picks.map((each) => each % list.length))) {
    position = withoutTrade(position, list[pick]!, rows).position;
    rows = [...rows, bustRow(list[pick]!)];
  }
  return { position, rows };
}

describe('T16: a position after busts', () => {
  test('P1 P2 is what the remaining trades come to, and money is conserved for any mark', () => {
    fc.assert(
      fc.property(trades, fc.array(fc.nat(), { maxLength: 5 }), fc.nat(6_000_000), (list, picks, price) => {
        const { position, rows } = bustEach(list, picks);
        const busted = new Set(rows.map((row) => bustedBy(row, rows)));
        const expected = booked(list.filter((trade) => !busted.has(trade)));
        expect(position).toEqual(expected);
        const paid = list
          .filter((trade) => !busted.has(trade))
          .reduce((sum, { side, quantity, fillPrice }) => sum + (side === 'BUY' ? 1 : -1) * quantity * fillPrice, 0);
        expect(position.realised + mark(position, price)).toBe(price * position.netQty - paid);
      }),
      { numRuns: propertyRuns },
    );
  });

  test('P3 is flat and has earned nothing when every trade is busted', () => {
    fc.assert(
      fc.property(trades, (list) => {
        const { position } = bustEach(
          list,
          list.map((_trade, index) => index),
        );
        expect(position).toEqual(flat);
      }),
      { numRuns: propertyRuns },
    );
  });

  test('P7 the order of the trades and of their busts changes neither the units nor the total', () => {
    const shuffled = trades.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }), fc.subarray(list)),
    );
    fc.assert(
      fc.property(shuffled, ([list, otherOrder, busted]) => {
        const one = bustEach(
          list,
          busted.map((trade) => list.indexOf(trade)),
        ).position;
        const other = bustEach(
          otherOrder,
          busted.toReversed().map((trade) => otherOrder.indexOf(trade)),
        ).position;
        expect(other.netQty).toBe(one.netQty);
        expect(other.realised - other.cost).toBe(one.realised - one.cost);
      }),
      { numRuns: propertyRuns },
    );
  });

  test('a close whose opening was busted opens by itself', () => {
    const list = [tradeOf(0, 'BUY', 75, 10_000), tradeOf(1, 'SELL', 75, 10_500)];
    const { position } = bustEach(list, [0]);
    expect(position).toMatchObject({ netQty: -75, cost: -75 * 10_500, realised: 0 });
  });
});
