import { describe, expect, test } from 'vitest';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';

async function hold(desk: OrderDesk, instrumentId: number, lots: number, side: 'BUY' | 'SELL' = 'BUY'): Promise<void> {
  const atOnce = desk.broker.fillsAtOnce;
  desk.broker.fillsAtOnce = true;
  desk.oms.place(desk.intent({ instrumentId, lots, side, price: side === 'BUY' ? 16_430 : 16_420 }));
  await settle();
  desk.broker.fillsAtOnce = atOnce;
}
const sold = (desk: OrderDesk) => desk.broker.placed.slice(1).map((each) => `${each.side} ${each.quantity}`);

describe('closing a position', () => {
  test.each([
    [1, 4, 300],
    [0.5, 5, 150],
    [0.25, 7, 75],
  ] as const)('%d of %d lots, whole lots rounded down', async (fraction, lots, quantity) => {
    const desk = await scriptedDesk();
    await hold(desk, desk.call.id, lots);
    const order = await desk.oms.closePosition(desk.call.id, fraction, desk.ids.uuid());
    expect(order).toMatchObject({ side: 'SELL', quantity, orderType: 'MARKET', source: 'HAND' });
  });

  test('half of one lot is refused with what to do', async () => {
    const desk = await scriptedDesk();
    await hold(desk, desk.call.id, 1);
    await expect(desk.oms.closePosition(desk.call.id, 0.5, desk.ids.uuid())).rejects.toThrow(/one lot .* use F/);
    await expect(desk.oms.closePosition(desk.put.id, 1, desk.ids.uuid())).rejects.toMatchObject({
      code: 'POSITION_FLAT',
    });
  });

  test('cancels what rests on it first, and sells only once that is confirmed', async () => {
    const desk = await scriptedDesk();
    await hold(desk, desk.call.id, 2);
    const target = desk.oms.place(desk.intent({ side: 'SELL', lots: 2, price: 17_000 }));
    const adding = desk.oms.place(desk.intent({ price: 16_000 }));
    await settle();
    desk.broker.heard.length = 0;
    await desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid());
    expect(desk.broker.heard).toEqual(['cancel', 'cancel', 'place']);
    expect(desk.order(target.id).state).toBe('CANCELLED');
    expect(desk.order(adding.id).state).toBe('CANCELLED');
  });

  test('a resting exit that fills while it is being cancelled is not sold a second time (B2)', async () => {
    const desk = await scriptedDesk();
    await hold(desk, desk.call.id, 2);
    desk.oms.place(desk.intent({ side: 'SELL', lots: 1, price: 17_000 }));
    await settle();
    desk.broker.fill('B2', 75, 17_000);
    const order = await desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid());
    expect(order.quantity).toBe(75);
  });

  test('a cancel without an answer leaves that much out of the exit', async () => {
    const desk = await scriptedDesk();
    await hold(desk, desk.call.id, 3);
    desk.oms.place(desk.intent({ side: 'SELL', lots: 1, price: 17_000 }));
    await settle();
    desk.broker.fates = ['lost'];
    desk.broker.booksFail = true;
    const closing = desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid());
    await desk.advance(1_600);
    expect((await closing).quantity).toBe(150);
  });

  test('pressed twice never doubles: the same key is the same order, another key finds nothing left to sell', async () => {
    const desk = await scriptedDesk();
    await hold(desk, desk.call.id, 2);
    const intentId = desk.ids.uuid();
    const [one, two] = await Promise.all([
      desk.oms.closePosition(desk.call.id, 1, intentId),
      desk.oms.closePosition(desk.call.id, 1, intentId),
    ]);
    expect(two.id).toBe(one.id);
    await expect(desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid())).rejects.toMatchObject({
      code: 'ORDER_BUSY',
    });
    expect(sold(desk)).toEqual(['SELL 150']);
  });

  test('half pressed twice while the first is on its way halves twice, and never closes everything', async () => {
    const desk = await scriptedDesk();
    await hold(desk, desk.call.id, 4);
    await desk.oms.closePosition(desk.call.id, 0.5, desk.ids.uuid());
    await desk.oms.closePosition(desk.call.id, 0.5, desk.ids.uuid());
    expect(sold(desk)).toEqual(['SELL 150', 'SELL 75']);
    await desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid());
    expect(sold(desk)).toEqual(['SELL 150', 'SELL 75', 'SELL 75']);
  });

  test('a market exit that has not filled for two seconds is cancelled and priced anew', async () => {
    const desk = await scriptedDesk();
    await hold(desk, desk.call.id, 2);
    const stuck = await desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid());
    await desk.advance(2_100);
    await desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid());
    expect(desk.order(stuck.id).state).toBe('CANCELLED');
    expect(sold(desk)).toEqual(['SELL 150', 'SELL 150']);
  });

  test('O13 above the freeze quantity it goes out in slices of whole lots', async () => {
    const desk = await scriptedDesk();
    for (let count = 0; count < 2; count++) await hold(desk, desk.call.id, 20);
    desk.broker.placed.splice(0, 1);
    await desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid());
    expect(sold(desk)).toEqual(['SELL 1800', 'SELL 1200']);
  });
});

describe('flatten all', () => {
  test('previews the cancels and legs, shorts first, and sends exactly that', async () => {
    const desk = await scriptedDesk();
    await hold(desk, desk.call.id, 2);
    await hold(desk, desk.put.id, 1, 'SELL');
    const resting = desk.oms.place(desk.intent({ price: 16_000 }));
    await settle();
    const preview = desk.oms.flattenPreview();
    expect(preview.cancels).toBe(1);
    expect(preview.legs.map((leg) => `${leg.side} ${leg.quantity} ${leg.name}`)).toEqual([
      'BUY 75 NIFTY 26000 PE',
      'SELL 150 NIFTY 26000 CE',
    ]);
    desk.broker.fillsAtOnce = true;
    const orders = await desk.oms.flattenAll(desk.ids.uuid(), preview.token);
    expect(orders.map((order) => [order.side, order.state, order.source])).toEqual([
      ['BUY', 'FILLED', 'SQUARE_OFF'],
      ['SELL', 'FILLED', 'SQUARE_OFF'],
    ]);
    expect(desk.order(resting.id).state).toBe('CANCELLED');
    expect(desk.portfolio.open()).toEqual([]);
  });

  test('a preview of other books is refused and nothing is sent', async () => {
    const desk = await scriptedDesk();
    await hold(desk, desk.call.id, 2);
    const { token } = desk.oms.flattenPreview();
    await hold(desk, desk.call.id, 1);
    await expect(desk.oms.flattenAll(desk.ids.uuid(), token)).rejects.toMatchObject({ code: 'PREVIEW_STALE' });
    expect(sold(desk)).toEqual(['BUY 75']);
  });

  test('pressed again while exits work, it reports them and sends nothing', async () => {
    const desk = await scriptedDesk();
    await hold(desk, desk.call.id, 2);
    const { token } = desk.oms.flattenPreview();
    const first = desk.oms.flattenAll(desk.ids.uuid(), token);
    await settle();
    const second = await desk.oms.flattenAll(desk.ids.uuid(), token);
    expect(second).toHaveLength(1);
    expect(sold(desk)).toEqual(['SELL 150']);
    desk.broker.fill('B2', 150, 16_400);
    expect((await first).map((order) => order.id)).toEqual(second.map((order) => order.id));
  });

  test('SQ1 longs wait until the shorts of their underlying are bought back', async () => {
    const desk = await scriptedDesk();
    await hold(desk, desk.call.id, 1);
    await hold(desk, desk.put.id, 1, 'SELL');
    void desk.oms.flattenAll(desk.ids.uuid(), desk.oms.flattenPreview().token);
    await desk.advance(1_000);
    expect(sold(desk).slice(1)).toEqual(['BUY 75']);
    desk.broker.fill('B3', 75, 16_430);
    await settle();
    expect(sold(desk).slice(1)).toEqual(['BUY 75', 'SELL 75']);
  });

  test('SQ1 a short that opens while a cancel is waited for is bought back before the longs are sold', async () => {
    const desk = await scriptedDesk();
    desk.quotes.set(desk.future.id, {});
    await hold(desk, desk.call.id, 1);
    await hold(desk, desk.put.id, 1);
    const short = desk.oms.place(desk.intent({ instrumentId: desk.future.id, side: 'SELL', price: 16_500 }));
    for (const { id } of [desk.call, desk.put]) {
      desk.oms.place(desk.intent({ instrumentId: id, side: 'SELL', price: 17_000 }));
    }
    await settle();
    desk.oms.cancel(short.id);
    await settle();
    desk.broker.held = [];
    const before = desk.broker.placed.length;
    const flatten = desk.oms.flattenAll(desk.ids.uuid(), desk.oms.flattenPreview().token);
    await settle();
    desk.broker.fill('B3', 75, 16_500);
    desk.broker.deliver((updates) => updates.toReversed());
    desk.broker.fillsAtOnce = true;
    await desk.advance(10_000);
    await flatten;
    const legs = desk.broker.placed.slice(before).map(({ side, instrumentId }) => ({ side, instrumentId }));
    expect(legs[0]).toEqual({ side: 'BUY', instrumentId: desk.future.id });
    expect(legs).toHaveLength(3);
    expect(desk.portfolio.open()).toEqual([]);
  });

  test('SQ2 SQ3 prices anew, then wider, and ends with what is left told', async () => {
    const desk = await scriptedDesk();
    await hold(desk, desk.call.id, 1);
    const flatten = desk.oms.flattenAll(desk.ids.uuid(), desk.oms.flattenPreview().token);
    await desk.advance(40_000);
    await flatten;
    const prices = desk.broker.placed.slice(1).map((each) => each.price);
    expect(new Set(prices).size).toBe(2);
    expect(Math.min(...prices)).toBe(prices.at(-1));
    expect(desk.portfolio.netQty(desk.call.id)).toBe(75);
    expect(desk.lines().at(-1)).toMatch(/still open, to do SELL 75 NIFTY 26000 CE/);
  });
});
