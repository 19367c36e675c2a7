import { describe, expect, test } from 'vitest';
import { REARM_WORD } from '../../../contract/risk.ts';
import { refuseWrites } from '../../../testing/refuse-writes.ts';
import { scriptedDesk, settle } from '../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../testing/order-desk.ts';

const MAX_LOSS = 500_000;
const limits = { maxLoss: MAX_LOSS, maxLots: null };

async function hold(desk: OrderDesk, lots: number): Promise<void> {
  desk.broker.fillsAtOnce = true;
  desk.oms.place(desk.intent({ lots, price: 16_430 }));
  await settle();
}
const state = (desk: OrderDesk) => desk.store.riskState(desk.store.identity.accountId);

describe('the kill switch', () => {
  test('is durable before it acts, cancels entries and leaves exits working (K2)', async () => {
    const desk = await scriptedDesk();
    await hold(desk, 2);
    desk.broker.fillsAtOnce = false;
    const entry = desk.oms.place(desk.intent({ price: 16_000 }));
    const exit = desk.oms.place(desk.intent({ side: 'SELL', price: 17_000 }));
    await settle();
    const { broker } = desk;
    const cancel = broker.cancel.bind(broker);
    const seen: unknown[] = [];
    broker.cancel = (id) => {
      seen.push(state(desk)?.state);
      return cancel(id);
    };
    expect(desk.oms.kill('news', false)).toMatchObject({ state: 'HALTED', reason: expect.stringContaining('news') });
    await settle();
    expect(seen).toEqual(['HALTED']);
    expect(desk.order(entry.id).state).toBe('CANCELLED');
    expect(desk.order(exit.id).state).toBe('OPEN');
    expect(desk.oms.place(desk.intent())).toMatchObject({ state: 'DENIED', reason: { code: 'RMS_HALTED' } });
  });

  test('K2 an entry that was on its way to the broker is cancelled as soon as it arrives', async () => {
    const desk = await scriptedDesk();
    const entry = desk.oms.place(desk.intent());
    desk.oms.kill('now', false);
    expect(desk.order(entry.id).brokerOrderId).toBe('B1');
    await settle();
    expect(desk.order(entry.id).state).toBe('CANCELLED');
  });

  test('K1 every cancel of twenty entries leaves within the order rate, the first at once', async () => {
    const desk = await scriptedDesk();
    for (let count = 0; count < 20; count++) desk.oms.place(desk.intent());
    await desk.advance(4_000);
    desk.broker.heard.length = 0;
    desk.oms.kill('now', false);
    expect(desk.broker.heard[0]).toBe('cancel');
    await desk.advance(1_300);
    expect(desk.broker.heard).toHaveLength(20);
    expect(desk.oms.orderViews().every((order) => order.state === 'CANCELLED')).toBe(true);
  });

  test('squares off when asked, and stays halted', async () => {
    const desk = await scriptedDesk();
    await hold(desk, 2);
    desk.oms.kill('enough', true);
    expect(state(desk)).toMatchObject({ state: 'HALTED', squareOffPending: true });
    await settle();
    expect(desk.portfolio.open()).toEqual([]);
    expect(state(desk)).toMatchObject({ state: 'HALTED', squareOffPending: false });
  });

  test('K3 re-arms with a reason and the typed word only, and trades again', async () => {
    const desk = await scriptedDesk();
    desk.oms.kill('test', false);
    for (const typed of ['', 'yes', 'ARM']) {
      expect(() => desk.oms.rearm('checked', typed)).toThrow(expect.objectContaining({ code: 'RMS_REARM_WORD' }));
    }
    expect(desk.oms.risk().state).toBe('HALTED');
    expect(desk.oms.rearm('checked', REARM_WORD)).toMatchObject({ state: 'ACTIVE', reason: null });
    expect(desk.oms.place(desk.intent()).state).not.toBe('DENIED');
    expect(desk.lines()).toContain('Re-armed: checked');
  });

  test('F22 a crash in the middle of a square-off wakes up halted and finishes it, without doubling', async () => {
    const desk = await scriptedDesk();
    await hold(desk, 2);
    desk.broker.fillsAtOnce = false;
    desk.oms.kill('enough', true);
    await settle();
    expect(desk.broker.placed).toHaveLength(2);
    await desk.restart();
    expect(desk.oms.risk().state).toBe('HALTED');
    desk.broker.fill('B2', 150, 16_400);
    await desk.advance(5_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(state(desk)!.squareOffPending).toBe(false);
    expect(desk.broker.fills.map((fill) => fill.quantity)).toEqual([150, 150]);
  });

  test('goes on until what could not be sold can be', async () => {
    const desk = await scriptedDesk();
    await hold(desk, 1);
    desk.quotes.set(desk.call.id, { bid: 0, bidQty: 0 });
    desk.oms.kill('enough', true);
    await desk.advance(5_000);
    expect(state(desk)!.squareOffPending).toBe(true);
    desk.quotes.set(desk.call.id, { bid: 16_000, bidQty: 650 });
    await desk.advance(3_000);
    expect(desk.portfolio.open()).toEqual([]);
  });
});

describe('max_loss', () => {
  test('squares off and halts, once, when the net of the day reaches it', async () => {
    const desk = await scriptedDesk({ limits });
    await hold(desk, 4);
    const entry = desk.oms.place(desk.intent({ instrumentId: desk.put.id, price: 10_000, lots: 1 }));
    expect(entry.state).toBe('FILLED');
    desk.tick(desk.call.id, 14_900, 14_910, 14_905);
    await settle();
    expect(desk.oms.risk().state).toBe('ACTIVE');
    desk.broker.fillsAtOnce = false;
    const resting = desk.oms.place(desk.intent({ instrumentId: desk.put.id, price: 9_000, lots: 1 }));
    await settle();
    desk.broker.fillsAtOnce = true;
    desk.quotes.set(desk.put.id, { bid: 995, ask: 1_005, ltp: 1_000 });
    desk.tick(desk.call.id, 14_700, 14_710, 14_705);
    await settle();
    expect(state(desk)).toMatchObject({ state: 'HALTED', squareOffPending: false });
    expect(desk.oms.risk().reason).toMatch(/the max loss of the day is ₹5,000.00/);
    expect(desk.order(resting.id).state).toBe('CANCELLED');
    expect(desk.portfolio.open()).toEqual([]);
    const halts = () => desk.lines().filter((line) => line.startsWith('HALTED.')).length;
    desk.tick(desk.call.id, 10_000, 10_010);
    expect(halts()).toBe(1);
    await desk.restart();
    desk.tick(desk.call.id, 9_000, 9_010);
    expect(halts()).toBe(1);
    expect(() => desk.oms.rearm('again', REARM_WORD)).toThrow(expect.objectContaining({ code: 'RMS_MAX_LOSS' }));
    desk.oms.setLimits({ maxLoss: null, maxLots: null }, 'the limit was a slip');
    expect(() => desk.oms.rearm('at once', REARM_WORD)).toThrow(expect.objectContaining({ code: 'RMS_MAX_LOSS' }));
    await desk.advance(900_000);
    expect(desk.oms.rearm('limit raised', REARM_WORD).state).toBe('ACTIVE');
  });

  test('counts what is realised and the charges, too', async () => {
    const desk = await scriptedDesk({ limits: { maxLoss: 20_000, maxLots: null } });
    await hold(desk, 1);
    desk.oms.place(desk.intent({ side: 'SELL', price: 16_200 }));
    await settle();
    expect(desk.portfolio.dayNet()).toBeLessThan(-20_000);
    desk.oms.onTick(desk.call.id);
    await settle();
    expect(desk.oms.risk().state).toBe('HALTED');
  });
});

describe('F6, F22 a kill on a disk that fails', () => {
  test('holds at once, cancels, and is durable as soon as the disk takes it', async () => {
    const desk = await scriptedDesk();
    const entries = [1, 2].map((lots) => desk.oms.place(desk.intent({ lots, price: 16_000 })));
    await settle();
    const mend = refuseWrites(desk.store);
    expect(desk.oms.kill('news', false)).toMatchObject({ state: 'HALTED', durable: false });
    await settle();
    expect(desk.broker.heard.filter((each) => each === 'cancel').length).toBeGreaterThanOrEqual(2);
    expect([...desk.broker.orders.values()].map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(state(desk)?.state ?? 'ACTIVE').toBe('ACTIVE');
    await desk.advance(5_000);
    expect(() => desk.oms.rearm('again', REARM_WORD)).toThrow('cannot be written');
    expect(desk.oms.risk()).toMatchObject({ state: 'HALTED', durable: false });

    mend();
    await desk.advance(1_500);
    expect(desk.oms.risk()).toMatchObject({ state: 'HALTED', durable: true });
    expect(state(desk)).toMatchObject({ state: 'HALTED', reason: expect.stringContaining('news') });
    expect(desk.oms.place(desk.intent())).toMatchObject({ state: 'DENIED', reason: { code: 'RMS_HALTED' } });
    await desk.advance(60_000);
    expect(entries.map(({ id }) => desk.order(id).state)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(desk.lines().filter((line) => line.startsWith('HALTED.'))).toHaveLength(1);
    await desk.restart();
    expect(desk.oms.risk().state).toBe('HALTED');
  });

  test('K1 the end of its square-off is not durable before the halt is, with its cancels', async () => {
    const desk = await scriptedDesk();
    desk.oms.place(desk.intent({ price: 16_000 }));
    await settle();
    desk.broker.fates = ['lost', 'lost'];
    const mend = refuseWrites(desk.store);
    desk.oms.kill('news', true);
    await desk.advance(1_200);
    desk.broker.heard.length = 0;
    mend();
    await desk.advance(500);
    expect(state(desk)).toMatchObject({ state: 'HALTED', squareOffPending: false });
    expect(desk.oms.risk().durable).toBe(true);
    expect(desk.broker.heard).toEqual(['cancel']);
    const told = desk.lines().filter((line) => /^(HALTED|Square-off finished)/.test(line));
    expect(told.map((line) => line.split(/[.:]/)[0])).toEqual(['HALTED', 'Square-off finished']);
  });

  test('K2 no entry that was queued leaves when the disk is well again', async () => {
    const desk = await scriptedDesk();
    const orders = Array.from({ length: 9 }, () => desk.oms.place(desk.intent({ price: 16_000 })));
    await settle();
    expect(orders.map(({ id }) => desk.order(id).state)).toContain('QUEUED');
    const mend = refuseWrites(desk.store);
    const sent = desk.broker.placed.length;
    desk.oms.kill('news', false);
    mend();
    await desk.advance(10_000);
    expect(desk.broker.placed).toHaveLength(sent);
    expect(orders.every(({ id }) => desk.order(id).state === 'CANCELLED')).toBe(true);
  });

  test('SQ3 squares off once the disk takes the orders, though the kill came before', async () => {
    const desk = await scriptedDesk();
    await hold(desk, 2);
    const mend = refuseWrites(desk.store);
    expect(desk.oms.kill('enough', true)).toMatchObject({ state: 'HALTED', durable: false });
    await desk.advance(3_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(150);
    mend();
    await desk.advance(60_000);
    expect(desk.portfolio.open()).toEqual([]);
    expect(desk.broker.fills.map(({ quantity }) => quantity)).toEqual([150, 150]);
    expect(state(desk)).toMatchObject({ state: 'HALTED', squareOffPending: false });
  });
});
