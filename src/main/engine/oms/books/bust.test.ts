import { describe, expect, test } from 'vitest';
import { replayOrder } from '../../domain/order-fold.ts';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';

/** Bought 75 at 164.00 and 75 at 165.00, by one order of two lots. */
async function filledDesk(): Promise<{ desk: OrderDesk; orderId: string }> {
  const desk = await scriptedDesk();
  const order = desk.oms.place(desk.intent({ lots: 2, price: 16_500 }));
  await settle();
  desk.broker.fill('B1', 75, 16_400);
  desk.broker.fill('B1', 75, 16_500);
  return { desk, orderId: order.id };
}

function checkBusted(desk: OrderDesk, orderId: string): void {
  expect(desk.order(orderId)).toMatchObject({ state: 'CANCELLED', filled: 75, filledValue: 75 * 16_500 });
  expect(desk.portfolio.netQty(desk.call.id)).toBe(75);
  const [position] = desk.oms.positionViews();
  expect(position).toMatchObject({ cost: 75 * 16_500, realised: 0 });
  const trades = desk.oms.tradeViews();
  expect(trades).toHaveLength(3);
  const [busted, kept] = trades.filter((trade) => trade.side === 'BUY');
  const back = trades.find((trade) => trade.side === 'SELL');
  expect(back).toMatchObject({ quantity: 75, fillPrice: 16_400, charges: -busted!.charges });
  expect(position!.charges).toBe(kept!.charges);
}

describe('T16 F18: a trade is busted', () => {
  test('the order, the position, its result and charges are recomputed, and a line says so', async () => {
    const { desk, orderId } = await filledDesk();
    const changed: number[] = [];
    desk.oms.positions.on((position) => changed.push(position.netQty));
    desk.broker.bust('T1');
    checkBusted(desk, orderId);
    expect(changed).toEqual([75]);
    expect(desk.lines().join('\n')).toMatch(/Trade T1 was annulled by the exchange: BUY 75 NIFTY 26000 CE at 164.00/);
    expect(desk.store.verifyLogs().ok).toBe(true);
    const [order] = desk.store.orders(desk.store.identity.accountId, 0);
    expect(replayOrder(desk.store.journal(orderId)).record).toEqual(order);
  });

  test('told twice, or again by the books, it counts once, and a restart finds the same', async () => {
    const { desk, orderId } = await filledDesk();
    desk.broker.bust('T1');
    desk.broker.updates.emit({ type: 'bust', bust: desk.broker.busts[0]! });
    await desk.oms.reconcile();
    const funds = desk.portfolio.funds();
    await desk.restart();
    checkBusted(desk, orderId);
    expect(desk.portfolio.funds()).toEqual(funds);
    expect(desk.oms.reconciledAt).not.toBeNull();
  });

  test('while the program was off, it is learned from the books', async () => {
    const { desk, orderId } = await filledDesk();
    desk.broker.held = [];
    desk.broker.bust('T1');
    await desk.restart();
    checkBusted(desk, orderId);
    expect(desk.oms.reconciledAt).not.toBeNull();
  });

  test('of an order of last week is learned from the books, too, and booked on the day it is known', async () => {
    const desk = await scriptedDesk();
    desk.broker.fillsAtOnce = true;
    const order = desk.oms.place(desk.intent());
    desk.oms.place(desk.intent({ side: 'SELL', price: 16_420 }));
    await settle();
    const opening = desk.portfolio.funds().opening;
    const cash = desk.portfolio.cash();
    const charges = desk.oms.tradeViews()[0]!.charges;
    desk.clock.advanceBy(5 * 24 * 3_600_000);
    const { tradeId, brokerOrderId, tag } = desk.broker.fills[0]!;
    // The book is of today: the order is not in it any more.
    desk.broker.orders.clear();
    await desk.restart();
    desk.broker.busts.push({ tradeId, brokerOrderId, tag, ts: desk.clock.now() });
    await desk.oms.reconcile();
    expect(desk.portfolio.netQty(desk.call.id)).toBe(-75);
    expect(desk.portfolio.cash()).toBe(cash + 75 * 16_400 + charges);
    expect(desk.store.journal(order.id).at(-1)!.event.type).toBe('bust');
    expect(desk.portfolio.funds().opening).not.toBe(opening);
    const funds = desk.portfolio.funds();
    await desk.restart();
    expect(desk.portfolio.funds()).toEqual(funds);
  });

  test('P2 a bust of the opening trade leaves the close as a short at its price', async () => {
    const desk = await scriptedDesk();
    desk.broker.fillsAtOnce = true;
    desk.oms.place(desk.intent());
    desk.oms.place(desk.intent({ side: 'SELL', price: 16_420 }));
    await settle();
    expect(desk.oms.positionViews()[0]).toMatchObject({ netQty: 0, realised: 75 * 20 });
    desk.broker.bust('T1');
    expect(desk.oms.positionViews()[0]).toMatchObject({ netQty: -75, cost: -75 * 16_420, realised: 0 });
    await desk.restart();
    expect(desk.oms.positionViews()[0]).toMatchObject({ netQty: -75, cost: -75 * 16_420, realised: 0 });
  });
});
