import { describe, expect, test } from 'vitest';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';

const TARGET = 16_900;
const STOP = 16_000;

async function held(lots = 1, side: 'BUY' | 'SELL' = 'BUY'): Promise<{ desk: OrderDesk; entryId: string }> {
  const desk = await scriptedDesk();
  const prices = side === 'BUY' ? { tpPrice: TARGET, slPrice: STOP } : { tpPrice: STOP, slPrice: TARGET };
  const entry = desk.oms.place(desk.intent({ lots, side, ...prices }));
  await settle();
  desk.broker.fill('B1', lots * 75, 16_400);
  return { desk, entryId: entry.id };
}
const exits = (desk: OrderDesk) => desk.oms.orderViews().filter((order) => order.source === 'BRACKET');
const bracket = (desk: OrderDesk) => desk.store.brackets(desk.store.identity.accountId)[0]!;

describe('target and stop', () => {
  test('arm with the fill and show on the position', async () => {
    const { desk } = await held();
    expect(bracket(desk)).toMatchObject({ state: 'ARMED', tpPrice: TARGET, slPrice: STOP });
    expect(desk.oms.positionViews()[0]).toMatchObject({ tpPrice: TARGET, slPrice: STOP, protectionFrozen: false });
  });

  test('a stop fires one exit for the position, and the target is off with it (OCO)', async () => {
    const { desk } = await held();
    desk.tick(desk.call.id, 15_995, 16_005);
    desk.tick(desk.call.id, 15_900, 15_910);
    await settle();
    desk.tick(desk.call.id, 17_000, 17_010);
    expect(exits(desk)).toHaveLength(1);
    expect(exits(desk)[0]).toMatchObject({ side: 'SELL', quantity: 75, orderType: 'MARKET' });
    expect(bracket(desk)).toMatchObject({ state: 'FIRED', exitOrderId: exits(desk)[0]!.id });
    desk.broker.fill('B2', 75, 15_990);
    expect(bracket(desk).state).toBe('DONE');
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
  });

  test('a target fires on the bid', async () => {
    const { desk } = await held();
    desk.tick(desk.call.id, 16_890, 16_900);
    expect(exits(desk)).toHaveLength(0);
    desk.tick(desk.call.id, 16_900, 16_910);
    expect(exits(desk)).toHaveLength(1);
  });

  test('a short is watched on the ask', async () => {
    const { desk } = await held(1, 'SELL');
    desk.tick(desk.call.id, 16_895, 16_895);
    expect(exits(desk)).toHaveLength(0);
    desk.tick(desk.call.id, 16_895, 16_900);
    expect(exits(desk)[0]).toMatchObject({ side: 'BUY', quantity: 75 });
  });

  test('the last price alone never fires, nor does a bad book at once', async () => {
    const { desk } = await held();
    desk.tick(desk.call.id, 16_390, 16_400, 15_000);
    expect(exits(desk)).toHaveLength(0);
    desk.tick(desk.call.id, 5_000, 16_400, 16_395);
    await desk.advance(500);
    desk.tick(desk.call.id, 16_390, 16_400);
    await desk.advance(2_000);
    expect(exits(desk)).toHaveLength(0);
  });

  test('a book that stays bad for a second is believed', async () => {
    const { desk } = await held();
    desk.tick(desk.call.id, 12_000, 16_400, 16_395);
    await desk.advance(1_050);
    expect(exits(desk)).toHaveLength(1);
  });

  test('B3 a stale feed freezes them; they act again once it is confirmed', async () => {
    const { desk } = await held();
    desk.quotes.stale.add(desk.call.id);
    desk.tick(desk.call.id, 15_000, 15_010);
    expect(exits(desk)).toHaveLength(0);
    expect(desk.oms.positionViews()[0]!.protectionFrozen).toBe(true);
    desk.quotes.stale.delete(desk.call.id);
    desk.tick(desk.call.id, 15_000, 15_010);
    expect(exits(desk)).toHaveLength(1);
  });

  test('B4 B3 the stop of an entry that fills beyond it on a silent feed fires once it is live, without a tick of its own', async () => {
    const desk = await scriptedDesk();
    desk.oms.place(desk.intent({ tpPrice: TARGET, slPrice: STOP }));
    await settle();
    desk.tick(desk.call.id, 15_990, 16_000);
    desk.quotes.stale.add(desk.call.id);
    desk.broker.fill('B1', 75, 16_400);
    desk.tick(desk.put.id, 16_400, 16_410);
    expect(exits(desk)).toHaveLength(0);
    desk.quotes.stale.delete(desk.call.id);
    desk.tick(desk.put.id, 16_400, 16_410);
    expect(exits(desk)).toMatchObject([{ side: 'SELL', quantity: 75 }]);
  });

  test('B3 a bad book that a silent feed could not contradict has to stand again', async () => {
    const { desk } = await held();
    desk.tick(desk.call.id, 12_000, 16_400, 16_395);
    desk.quotes.stale.add(desk.call.id);
    await desk.advance(5_000);
    desk.quotes.stale.delete(desk.call.id);
    desk.tick(desk.put.id, 16_400, 16_410);
    expect(exits(desk)).toHaveLength(0);
    await desk.advance(1_050);
    expect(exits(desk)).toHaveLength(1);
  });

  test('B3 a book outside the exchange band never fires, however sound it looks and long it stands', async () => {
    const { desk } = await held();
    desk.tick(desk.call.id, 200_000, 200_010, 16_400);
    await desk.advance(2_000);
    expect(exits(desk)).toHaveLength(0);
    desk.tick(desk.call.id, TARGET, TARGET + 10);
    expect(exits(desk)).toHaveLength(1);
  });

  test('each fill of the entry is protected at once, and the rest of it is cancelled when the stop fires', async () => {
    const desk = await scriptedDesk();
    const entry = desk.oms.place(desk.intent({ lots: 3, slPrice: STOP }));
    await settle();
    desk.broker.fill('B1', 75, 16_400);
    desk.tick(desk.call.id, 15_990, 16_000);
    await settle();
    expect(exits(desk)[0]).toMatchObject({ quantity: 75 });
    expect(desk.order(entry.id)).toMatchObject({ state: 'CANCELLED', filled: 75 });
  });

  test('B2 never sells more than is held: a part closed by hand is left out', async () => {
    const { desk } = await held(2);
    desk.oms.place(desk.intent({ side: 'SELL', price: 16_420 }));
    await settle();
    desk.broker.fill('B2', 75, 16_420);
    desk.tick(desk.call.id, 15_990, 16_000);
    await settle();
    expect(exits(desk)[0]).toMatchObject({ quantity: 75 });
  });

  test('B2 an exit by hand that is on its way counts as sold', async () => {
    const { desk } = await held();
    desk.oms.place(desk.intent({ side: 'SELL', orderType: 'MARKET', price: null }));
    await settle();
    desk.tick(desk.call.id, 15_990, 16_000);
    await settle();
    expect(exits(desk)).toHaveLength(0);
  });

  test('an exit by hand that only rests does not keep the stop from going out', async () => {
    const { desk } = await held(2);
    const resting = desk.oms.place(desk.intent({ side: 'SELL', lots: 2, price: 16_800 }));
    await settle();
    desk.tick(desk.call.id, 15_990, 16_000);
    await settle();
    expect(desk.order(resting.id).state).toBe('CANCELLED');
    expect(exits(desk)).toMatchObject([{ side: 'SELL', quantity: 150, state: 'OPEN' }]);
  });

  test('B2 a resting exit that fills while it is cancelled leaves only the rest for the stop', async () => {
    const { desk } = await held(2);
    desk.oms.place(desk.intent({ side: 'SELL', lots: 2, price: 16_800 }));
    await settle();
    desk.broker.held = [];
    desk.broker.fill('B2', 75, 16_800);
    desk.tick(desk.call.id, 15_990, 16_000);
    await settle();
    desk.broker.deliver();
    await settle();
    expect(exits(desk)).toMatchObject([{ quantity: 75 }]);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(75);
  });

  test('a resting exit whose cancel is never confirmed is gone around: nothing is sold twice', async () => {
    const { desk } = await held(3);
    desk.oms.place(desk.intent({ side: 'SELL', lots: 1, price: 16_800 }));
    await settle();
    desk.broker.fates = ['hangs'];
    desk.broker.held = [];
    desk.tick(desk.call.id, 15_990, 16_000);
    await settle();
    expect(exits(desk)).toHaveLength(0);
    await desk.advance(1_600);
    expect(exits(desk)).toMatchObject([{ quantity: 150 }]);
  });

  test('B4 an exit that the market jumped over is priced anew, at last wider, and never doubled', async () => {
    const { desk } = await held();
    desk.tick(desk.call.id, 15_990, 16_000);
    await settle();
    const prices = [exits(desk)[0]!.price!];
    for (const bid of [14_000, 12_000, 10_000, 8_000]) {
      desk.tick(desk.call.id, bid, bid + 10);
      await desk.advance(1_000);
      prices.push(exits(desk)[0]!.price!);
    }
    expect(prices).toEqual(prices.toSorted((a, b) => b - a));
    expect(prices.map((price, round) => price < [15_990, 14_000, 12_000, 10_000, 8_000][round]!)).toEqual(
      prices.map(() => true),
    );
    expect(exits(desk)).toHaveLength(1);
    expect(desk.broker.placed).toHaveLength(2);
    expect(desk.lines().filter((line) => line.startsWith('UNPROTECTED'))).toHaveLength(4);
    desk.broker.fill('B2', 75, 8_000);
    expect(bracket(desk).state).toBe('DONE');
    await desk.advance(5_000);
    expect(desk.broker.heard.filter((word) => word === 'modify')).toHaveLength(4);
  });

  test('F20 B4 an exit whose new price the broker refuses is cancelled, and sent anew once that is confirmed', async () => {
    const { desk } = await held();
    desk.tick(desk.call.id, 15_990, 16_000);
    await settle();
    desk.broker.fates = ['refuse'];
    desk.tick(desk.call.id, 14_000, 14_010);
    await desk.advance(1_100);
    expect(exits(desk)).toMatchObject([{ state: 'OPEN' }]);
    await desk.advance(2_100);
    expect(exits(desk)).toMatchObject([{ state: 'CANCELLED' }, { state: 'OPEN', quantity: 75 }]);
    expect(exits(desk)[1]!.price).toBeLessThan(14_000);
    expect(desk.broker.heard.slice(-3)).toEqual(['modify', 'cancel', 'place']);
  });

  test('B4 an exit that has become too large to be one is sent anew for what is held (T17, R0)', async () => {
    const { desk } = await held(2);
    desk.tick(desk.call.id, 15_990, 16_000);
    await settle();
    desk.broker.addForeign({
      ...desk.broker.orders.get('B1')!,
      brokerOrderId: 'X1',
      tag: null,
      side: 'SELL',
      quantity: 75,
      filled: 0,
      status: 'OPEN',
    });
    desk.broker.fill('X1', 75, 15_990);
    await desk.oms.reconcile();
    desk.oms.kill('test', false);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(75);
    desk.tick(desk.call.id, 14_000, 14_010);
    await desk.advance(4_000);
    const sells = [...desk.broker.orders.values()].filter(({ side, tag }) => side === 'SELL' && tag !== null);
    expect(sells.map(({ quantity, status }) => [quantity, status])).toEqual([
      [150, 'CANCELLED'],
      [75, 'OPEN'],
    ]);
    expect(sells[1]!.price).toBeLessThan(14_000);
  });

  /** The exit of the stop is lost and proven absent, the price recovers; then the order turns up at the broker after all. */
  async function turnedUp(lots = 1): Promise<OrderDesk> {
    const { desk } = await held(lots);
    let tag: string | null = null;
    desk.broker.beforePlace = (request) => (tag = request.tag);
    desk.broker.fates = ['lost'];
    desk.tick(desk.call.id, 15_990, 16_000);
    desk.tick(desk.call.id, 16_300, 16_310);
    await settle();
    expect(exits(desk)).toMatchObject([{ state: 'NOT_PLACED' }]);
    expect(bracket(desk).state).toBe('ARMED');
    const late = { ...desk.broker.orders.get('B1')!, brokerOrderId: 'X1', tag, side: 'SELL' as const, price: 16_900 };
    desk.broker.addForeign({ ...late, filled: 0, status: 'OPEN' });
    await desk.oms.reconcile();
    expect(exits(desk)).toMatchObject([{ state: 'OPEN' }]);
    return desk;
  }

  test('B4 T7 an exit that was taken for never placed and turns up is cancelled: target and stop stand again', async () => {
    const desk = await turnedUp();
    await desk.advance(1_100);
    expect(exits(desk)).toMatchObject([{ state: 'CANCELLED' }]);
    expect(desk.lines().some((line) => /is cancelled: it was taken for never placed/.test(line))).toBe(true);
    desk.tick(desk.call.id, 15_990, 16_000);
    await settle();
    expect(exits(desk)).toMatchObject([{ state: 'CANCELLED' }, { state: 'OPEN', quantity: 75 }]);
  });

  test('B4 T7 one that turns up while the program is down is cancelled as well', async () => {
    const desk = await turnedUp();
    await desk.restart();
    await desk.advance(1_100);
    expect(exits(desk)).toMatchObject([{ state: 'CANCELLED' }]);
  });

  test.each([
    {
      sold: 75,
      left: [
        ['CANCELLED', 150],
        ['OPEN', 75],
      ],
    },
    { sold: 150, left: [['CANCELLED', 150]] },
    { sold: 225, left: [['CANCELLED', 150]] },
  ])('B2 an exit for more than is held, $sold units being sold elsewhere, rests no longer', async ({ sold, left }) => {
    const { desk } = await held(2);
    desk.tick(desk.call.id, 15_990, 16_000);
    await settle();
    const row = { ...desk.broker.orders.get('B1')!, brokerOrderId: 'X1', tag: null, side: 'SELL' as const };
    desk.broker.addForeign({ ...row, quantity: sold, filled: 0, status: 'OPEN' });
    desk.broker.fill('X1', sold, 15_990);
    await desk.oms.reconcile();
    await desk.advance(4_000);
    const sells = [...desk.broker.orders.values()].filter(({ side, tag }) => side === 'SELL' && tag !== null);
    expect(sells.map(({ status, quantity }) => [status, quantity])).toEqual(left);
  });

  test('B4 an exit at the touch keeps its place, and a restart goes on following it', async () => {
    const { desk } = await held();
    desk.tick(desk.call.id, 15_990, 16_000);
    await desk.advance(3_000);
    expect(desk.broker.heard).not.toContain('modify');
    await desk.restart();
    desk.tick(desk.call.id, 12_000, 12_010);
    await desk.advance(1_100);
    expect(exits(desk)[0]!.price).toBeLessThan(12_000);
  });

  test('closing the position by hand ends them', async () => {
    const { desk } = await held();
    desk.broker.fillsAtOnce = true;
    await desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid());
    expect(bracket(desk).state).toBe('DONE');
    desk.tick(desk.call.id, 15_990, 16_000);
    expect(exits(desk)).toHaveLength(0);
  });

  test('an exit that the broker refuses arms them again, says so, and is tried again', async () => {
    const { desk } = await held();
    desk.broker.fates = ['refuse'];
    desk.tick(desk.call.id, 15_990, 16_000);
    await settle();
    expect(bracket(desk).state).toBe('ARMED');
    expect(desk.lines().some((line) => /UNPROTECTED/.test(line))).toBe(true);
    await desk.advance(1_100);
    expect(exits(desk)).toHaveLength(2);
    expect(bracket(desk).state).toBe('FIRED');
  });

  test('a restart goes on watching, and exits at once when the price jumped through (F21)', async () => {
    const { desk } = await held();
    desk.quotes.set(desk.call.id, { bid: 15_500, ask: 15_510, ltp: 15_505 });
    await desk.restart();
    expect(exits(desk)).toHaveLength(1);
    await desk.restart();
    expect(exits(desk)).toHaveLength(1);
  });

  test('a fill found only after a restart is protected, too', async () => {
    const desk = await scriptedDesk();
    desk.oms.place(desk.intent({ slPrice: STOP }));
    await settle();
    desk.broker.held = [];
    desk.broker.fill('B1', 75, 16_400);
    desk.crash();
    await desk.start();
    expect(bracket(desk)).toMatchObject({ state: 'ARMED', slPrice: STOP });
  });
});

describe('setting and moving them', () => {
  test('on a position without any, over everything it was made of', async () => {
    const desk = await scriptedDesk();
    desk.broker.fillsAtOnce = true;
    desk.oms.place(desk.intent());
    await desk.advance(10);
    desk.oms.place(desk.intent({ lots: 2 }));
    await settle();
    desk.oms.protect(desk.call.id, null, { tpPrice: null, slPrice: STOP, trail: null });
    expect(desk.oms.positionViews()[0]).toMatchObject({ tpPrice: null, slPrice: STOP });
    desk.broker.fillsAtOnce = false;
    desk.tick(desk.call.id, 15_990, 16_000);
    await settle();
    expect(exits(desk).reduce((sum, order) => sum + order.quantity, 0)).toBe(225);
  });

  test('moved, then removed', async () => {
    const { desk } = await held();
    desk.oms.protect(desk.call.id, null, { tpPrice: 17_000, slPrice: 16_200, trail: null });
    expect(bracket(desk)).toMatchObject({ state: 'ARMED', tpPrice: 17_000, slPrice: 16_200 });
    desk.oms.protect(desk.call.id, null, { tpPrice: null, slPrice: null, trail: null });
    expect(bracket(desk).state).toBe('DONE');
    desk.tick(desk.call.id, 15_000, 15_010);
    expect(exits(desk)).toHaveLength(0);
  });

  test('on a working entry, for when it fills', async () => {
    const desk = await scriptedDesk();
    const entry = desk.oms.place(desk.intent());
    await settle();
    desk.oms.protect(desk.call.id, entry.id, { tpPrice: TARGET, slPrice: STOP, trail: null });
    expect(desk.order(entry.id)).toMatchObject({ tpPrice: TARGET, slPrice: STOP });
    desk.broker.fill('B1', 75, 16_400);
    expect(bracket(desk)).toMatchObject({ state: 'ARMED', tpPrice: TARGET });
  });

  test('the wrong side, off tick, or with nothing to protect is refused with a sentence', async () => {
    const { desk } = await held();
    const set = (tp: number | null, sl: number | null) => () =>
      desk.oms.protect(desk.call.id, null, { tpPrice: tp, slPrice: sl, trail: null });
    expect(set(null, 16_500)).toThrow(/stop 165.00 of a long must be below/);
    expect(set(16_000, null)).toThrow(/target 160.00 of a long must be above/);
    expect(set(16_901, null)).toThrow(expect.objectContaining({ code: 'RMS_TICK_SIZE' }));
    expect(() => desk.oms.protect(desk.put.id, null, { tpPrice: TARGET, slPrice: null, trail: null })).toThrow(
      expect.objectContaining({ code: 'POSITION_FLAT' }),
    );
    const denied = desk.oms.place(desk.intent({ slPrice: 16_400 }));
    expect(denied).toMatchObject({ state: 'DENIED', reason: { code: 'SETTING_INVALID' } });
  });
});
