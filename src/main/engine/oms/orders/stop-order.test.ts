import { describe, expect, test } from 'vitest';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import { paperDesk } from '../../../../testing/paper-desk.ts';

const SL_L = { side: 'SELL', orderType: 'LIMIT', triggerPrice: 16_300, price: 16_250 } as const;
const SL_M = { side: 'SELL', orderType: 'MARKET', triggerPrice: 16_300, price: null } as const;

describe('a stop placed by hand', () => {
  test('T10 rests as TRIGGER_PENDING at the broker, triggers, and closes what it protects', async () => {
    const desk = await paperDesk();
    desk.oms.place(desk.intent({ orderType: 'MARKET', price: null }));
    await desk.advance(300);
    const stop = desk.oms.place(desk.intent(SL_L));
    await desk.advance(300);
    expect(desk.order(stop.id)).toMatchObject({ state: 'TRIGGER_PENDING', status: 'PENDING', triggerPrice: 16_300 });
    desk.tick(desk.call.id, 16_295, 16_305, 16_300);
    expect(desk.order(stop.id).state).toBe('FILLED');
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
  });

  test('an SL-M goes out as a stop-limit: its limit lies the protection of its slab beyond the trigger', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent(SL_M));
    // 2 % of 163.00 is 3.26, to the tick.
    expect(desk.broker.placed).toMatchObject([{ triggerPrice: 16_300, price: 15_975 }]);
    expect(order).toMatchObject({ orderType: 'MARKET', price: 15_975 });
    const buy = desk.oms.place(desk.intent({ ...SL_M, side: 'BUY', triggerPrice: 16_500 }));
    expect(buy.price).toBe(16_830);
  });

  test('is judged against its trigger, not against the market it waits for', async () => {
    const desk = await scriptedDesk();
    const far = desk.oms.place(desk.intent({ side: 'BUY', triggerPrice: 20_500, price: 20_600 }));
    expect(far.state).not.toBe('DENIED');
    const wide = desk.oms.place(desk.intent({ ...SL_L, triggerPrice: 16_000, price: 12_000 }));
    expect(wide).toMatchObject({ state: 'DENIED', reason: { code: 'RMS_FAT_FINGER' } });
    expect(wide.reason!.message).toMatch(/below the trigger of 160.00/);
  });

  test.each([
    [
      'past the market',
      { ...SL_L, triggerPrice: 16_500 },
      /trades at 164.25, past the trigger 165.00 of a sell stop already: put the trigger below/,
    ],
    [
      'a limit on the wrong side',
      { ...SL_L, price: 16_350 },
      /limit 163.50 of a sell stop must be at its trigger 163.00 or below it/,
    ],
    [
      'off the tick',
      { ...SL_L, triggerPrice: 16_302 },
      /trigger 163.02 is not a multiple of the tick 0.05: 163.00 would pass/,
    ],
    ['an IOC', { ...SL_L, validity: 'IOC' as const }, /choose Day/],
  ])('%s is refused before it is sent', async (_name, change, message) => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent(change));
    expect(order).toMatchObject({
      state: 'DENIED',
      reason: { code: 'RMS_TRIGGER', message: expect.stringMatching(message) },
    });
    expect(desk.broker.heard).toEqual([]);
  });

  test('is refused by an account whose broker keeps none', async () => {
    const desk = await scriptedDesk();
    Object.assign(desk.broker, { capabilities: { ...desk.broker.capabilities, stopOrders: false } });
    expect(desk.oms.place(desk.intent(SL_L)).reason?.message).toMatch(/Scripted keeps no stop orders/);
  });

  test('with a target and stop of its own measures them from the trigger', async () => {
    const desk = await scriptedDesk();
    const entry = { side: 'BUY', triggerPrice: 16_500, price: 16_550 } as const;
    expect(desk.oms.place(desk.intent({ ...entry, slPrice: 16_450, tpPrice: 16_700 })).state).not.toBe('DENIED');
    expect(desk.oms.place(desk.intent({ ...entry, slPrice: 16_500 }))).toMatchObject({ state: 'DENIED' });
  });

  test('meets no own order before it triggers; as a limit order it does', async () => {
    const desk = await scriptedDesk();
    const stop = desk.oms.place(desk.intent(SL_L));
    await settle();
    expect(desk.order(stop.id).state).toBe('TRIGGER_PENDING');
    expect(desk.oms.preview(desk.intent({ lots: 2, price: 16_420 })).denial).toBeNull();
    const [row] = desk.broker.orders.values();
    desk.broker.updates.emit({ type: 'order', order: { ...row!, status: 'OPEN', ts: row!.ts + 1 } });
    expect(desk.order(stop.id).state).toBe('OPEN');
    expect(desk.oms.preview(desk.intent({ lots: 2, price: 16_420 })).denial).toMatchObject({ code: 'RMS_SELF_TRADE' });
  });

  test('waiting for the order rate does not go stale like a market order', async () => {
    const desk = await scriptedDesk();
    for (let sent = 0; sent < 8; sent++) desk.oms.place(desk.intent({ price: 16_300 - sent * 5 }));
    const stop = desk.oms.place(desk.intent({ ...SL_M, side: 'BUY', triggerPrice: 16_500 }));
    expect(stop.state).toBe('QUEUED');
    await desk.advance(1_100);
    expect(desk.order(stop.id).state).toBe('TRIGGER_PENDING');
  });

  test('the same intent with another trigger is another order (O5)', async () => {
    const desk = await scriptedDesk();
    const intent = desk.intent(SL_L);
    const first = desk.oms.place(intent);
    expect(desk.oms.place(intent).id).toBe(first.id);
    expect(() => desk.oms.place({ ...intent, triggerPrice: 16_305 })).toThrow(/stop at 163.00/);
  });

  test('the preview prices it at its trigger', async () => {
    const desk = await scriptedDesk();
    const preview = desk.oms.preview(desk.intent({ side: 'BUY', triggerPrice: 16_500, price: 16_550 }));
    expect(preview).toMatchObject({ premium: 16_500 * 75, price: 16_550, denial: null });
  });
});

describe('a modify of a stop', () => {
  test('T13 moves trigger and limit; the order works on unchanged until it is confirmed', async () => {
    const desk = await paperDesk();
    const stop = desk.oms.place(desk.intent(SL_L));
    await desk.advance(300);
    const sent = desk.oms.modify(stop.id, 16_350, 1, 16_400);
    expect(sent).toMatchObject({ price: 16_250, triggerPrice: 16_300, pendingRequest: 'modify' });
    await desk.advance(300);
    expect(desk.order(stop.id)).toMatchObject({
      state: 'TRIGGER_PENDING',
      price: 16_350,
      triggerPrice: 16_400,
      pendingRequest: null,
    });
  });

  test('of an SL-M by its trigger alone takes the protected limit along; a limit that is given holds', async () => {
    const desk = await scriptedDesk();
    const stop = desk.oms.place(desk.intent(SL_M));
    await settle();
    desk.oms.modify(stop.id, stop.price!, 1, 16_400);
    await settle();
    // 2 % of 164.00 is 3.28, to the tick.
    expect(desk.order(stop.id)).toMatchObject({ triggerPrice: 16_400, price: 16_070 });
    desk.oms.modify(stop.id, 16_200, 1, 16_350);
    await settle();
    expect(desk.order(stop.id)).toMatchObject({ triggerPrice: 16_350, price: 16_200 });
  });

  test('without a trigger keeps it; past the market it is refused and nothing is sent', async () => {
    const desk = await scriptedDesk();
    const stop = desk.oms.place(desk.intent(SL_L));
    await settle();
    desk.oms.modify(stop.id, 16_200, 1);
    await settle();
    expect(desk.order(stop.id)).toMatchObject({ price: 16_200, triggerPrice: 16_300 });
    expect(() => desk.oms.modify(stop.id, 16_400, 1, 16_500)).toThrow(/past the trigger/);
    expect(desk.broker.heard).toEqual(['place', 'modify']);
  });

  test('once it has triggered changes its price alone; a limit order becomes no stop', async () => {
    const desk = await paperDesk();
    const stop = desk.oms.place(desk.intent(SL_L));
    const limit = desk.oms.place(desk.intent({ price: 16_100 }));
    await desk.advance(300);
    expect(() => desk.oms.modify(limit.id, 16_600, 1, 16_500)).toThrow(/cannot become a stop/);
    desk.tick(desk.call.id, 16_200, 16_210, 16_200);
    expect(desk.order(stop.id).state).toBe('OPEN');
    expect(() => desk.oms.modify(stop.id, 16_200, 1, 16_250)).toThrow(/has triggered/);
    desk.oms.modify(stop.id, 16_200, 1);
    await desk.advance(300);
    expect(desk.order(stop.id).state).toBe('FILLED');
  });

  test('that takes the trigger away makes it a limit order at once', async () => {
    const desk = await paperDesk();
    const stop = desk.oms.place(desk.intent(SL_L));
    await desk.advance(300);
    desk.oms.modify(stop.id, 16_420, 1, null);
    await desk.advance(300);
    expect(desk.order(stop.id)).toMatchObject({ state: 'FILLED', triggerPrice: null });
  });
});

describe('an IOC order', () => {
  test('takes what the book shows; the rest is cancelled and says why', async () => {
    const desk = await paperDesk();
    const order = desk.oms.place(desk.intent({ lots: 20, price: 16_430, validity: 'IOC' }));
    // The answer before the end, as on the wire.
    for (let ms = 0; ms < 300; ms += 5) await desk.advance(5);
    expect(desk.order(order.id)).toMatchObject({ state: 'CANCELLED', filled: 750 });
    expect(desk.order(order.id).reason?.message).toMatch(/Immediate or cancel/);
  });
});
