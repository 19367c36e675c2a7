import { describe, expect, test } from 'vitest';
import type { Trail } from '../../../../contract/protection.ts';
import { OrderDesk, settle } from '../../../../testing/order-desk.ts';
import { ScriptedBroker, SCRIPTED_CAPABILITIES } from '../../../../testing/scripted-broker.ts';

const STOP = 16_000;
const DISTANCE: Trail = { follow: { type: 'DISTANCE', by: 200 }, after: 0, breakEvenAfter: null };

async function started(stopOrders = true): Promise<OrderDesk> {
  const capabilities = { ...SCRIPTED_CAPABILITIES, stopOrders };
  const desk = new OrderDesk(({ clock }) => new ScriptedBroker(capabilities, () => clock.monotonic()));
  desk.residentStops = true;
  await desk.restart();
  return desk;
}

/** A long position whose stop rests at the exchange. */
async function held({ lots = 1, tpPrice = null as number | null } = {}): Promise<OrderDesk> {
  const desk = await started();
  desk.oms.place(desk.intent({ lots, tpPrice, slPrice: STOP }));
  await settle();
  desk.broker.fill('B1', lots * 75, 16_400);
  await desk.advance(300);
  return desk;
}
const position = (desk: OrderDesk) => desk.oms.positionViews()[0]!;
const at = (desk: OrderDesk, price: number) => desk.tick(desk.call.id, price, price);
const sells = (desk: OrderDesk) => [...desk.broker.orders.values()].filter(({ side }) => side === 'SELL');
const working = (desk: OrderDesk) =>
  sells(desk).filter(({ status }) => status === 'TRIGGER_PENDING' || status === 'OPEN' || status === 'PARTIAL');

describe('a stop at the exchange', () => {
  test('rests there as a stop-limit for what the entry filled, its limit off by premium', async () => {
    const desk = await held();
    expect(working(desk)).toMatchObject([{ quantity: 75, triggerPrice: STOP, price: 15_680, validity: 'DAY' }]);
    expect(position(desk)).toMatchObject({ stopHome: 'EXCHANGE', protection: 'OK', slPrice: STOP });
  });

  test('is off unless it is asked for, and where the broker keeps none', async () => {
    const desk = await started(false);
    desk.oms.place(desk.intent({ slPrice: STOP }));
    await settle();
    desk.broker.fill('B1', 75, 16_400);
    await desk.advance(1_000);
    expect(sells(desk)).toEqual([]);
    at(desk, STOP);
    expect(sells(desk)).toHaveLength(1);
  });

  test('grows with each fill of the entry, changes that come together are one', async () => {
    const desk = await started();
    desk.oms.place(desk.intent({ lots: 3, slPrice: STOP }));
    await settle();
    desk.broker.fill('B1', 75, 16_400);
    await desk.advance(300);
    desk.broker.fill('B1', 75, 16_400);
    desk.broker.fill('B1', 75, 16_400);
    await desk.advance(300);
    expect(desk.broker.heard.filter((command) => command === 'modify')).toHaveLength(1);
    expect(working(desk)).toMatchObject([{ quantity: 225, triggerPrice: STOP }]);
  });

  test('follows a trail', async () => {
    const desk = await held();
    desk.oms.protect(desk.call.id, null, { tpPrice: null, slPrice: STOP, trail: DISTANCE });
    at(desk, 16_500);
    at(desk, 16_600);
    await desk.advance(300);
    expect(working(desk)).toMatchObject([{ triggerPrice: 16_400 }]);
    expect(position(desk)).toMatchObject({ slPrice: 16_400, stopHome: 'EXCHANGE' });
  });

  test('is replaced when the broker takes no more changes of it', async () => {
    const desk = await held();
    for (let change = 0; change < 30; change++) {
      desk.oms.protect(desk.call.id, null, { tpPrice: null, slPrice: STOP + 5 * change + 5, trail: null });
      await desk.advance(600);
    }
    expect(working(desk)).toMatchObject([{ quantity: 75, triggerPrice: STOP + 150 }]);
    expect(sells(desk).length).toBeGreaterThan(1);
  });

  test('the stop side is the exchange’s: nothing is sent beside it, and its fill ends the bracket', async () => {
    const desk = await held({ tpPrice: 16_900 });
    at(desk, STOP - 10);
    await settle();
    expect(sells(desk)).toHaveLength(1);
    desk.broker.fill('B2', 75, STOP - 10);
    await desk.advance(500);
    expect(desk.store.brackets(desk.store.identity.accountId)[0]!.state).toBe('DONE');
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(sells(desk)).toHaveLength(1);
  });

  test('OCO a target cancels it, waits until that is final, and sells what is held then', async () => {
    const desk = await held({ lots: 2, tpPrice: 16_900 });
    desk.broker.held = [];
    at(desk, 16_900);
    await settle();
    expect(sells(desk)).toMatchObject([{ status: 'CANCELLED' }]);
    expect(sells(desk)).toHaveLength(1);
    expect(desk.broker.heard.filter((command) => command === 'cancel')).toHaveLength(1);
    desk.broker.deliver();
    await settle();
    expect(working(desk)).toMatchObject([{ quantity: 150, triggerPrice: null }]);
  });

  test('OCO a target whose cancel is in doubt sends nothing until that is settled', async () => {
    const desk = await held({ tpPrice: 16_900 });
    desk.broker.booksFail = true;
    desk.broker.fates = ['lost', 'lost'];
    at(desk, 16_900);
    await desk.advance(2_500);
    expect(sells(desk)).toMatchObject([{ status: 'TRIGGER_PENDING' }]);
    desk.broker.booksFail = false;
    await desk.advance(5_000);
    expect(working(desk)).toMatchObject([{ quantity: 75, triggerPrice: null }]);
  });

  test('OCO a feed that goes stale while it is cancelled for the target brings it back', async () => {
    const desk = await held({ tpPrice: 16_900 });
    desk.broker.held = [];
    at(desk, 16_900);
    await settle();
    desk.quotes.stale.add(desk.call.id);
    desk.broker.deliver();
    await desk.advance(1_500);
    expect(working(desk)).toMatchObject([{ quantity: 75, triggerPrice: STOP }]);
  });

  test('a square-off of a kill cancels it first and ends flat', async () => {
    const desk = await held();
    desk.broker.fillsAtOnce = true;
    desk.oms.kill('test', true);
    await desk.advance(3_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(working(desk)).toEqual([]);
  });

  test('SQ2 a square-off whose cancel of it is in doubt sends nothing beside it until that is settled', async () => {
    const desk = await held({ lots: 2 });
    desk.broker.booksFail = true;
    desk.broker.fates = ['lost', 'lost', 'lost', 'lost'];
    desk.oms.kill('test', true);
    await desk.advance(4_000);
    expect(sells(desk)).toMatchObject([{ status: 'TRIGGER_PENDING', quantity: 150 }]);
    desk.broker.booksFail = false;
    desk.broker.fillsAtOnce = true;
    desk.broker.fates = [];
    await desk.advance(20_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(working(desk)).toEqual([]);
  });

  test('SQ2 one that fills while it is cancelled for a square-off leaves nothing to sell', async () => {
    const desk = await held();
    desk.broker.booksFail = true;
    desk.broker.fates = ['lost'];
    desk.oms.kill('test', true);
    await settle();
    desk.broker.fill('B2', 75, STOP - 10);
    desk.broker.booksFail = false;
    await desk.advance(10_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(sells(desk)).toHaveLength(1);
  });

  test('SQ stops of what waits its turn stay: the short goes first, the long keeps its stop until then', async () => {
    const desk = await held();
    desk.oms.place(desk.intent({ instrumentId: desk.put.id, side: 'SELL', slPrice: 17_000, price: 16_400 }));
    await settle();
    desk.broker.fill('B3', 75, 16_400);
    await desk.advance(500);
    desk.oms.kill('test', true);
    await settle();
    const rows = [...desk.broker.orders.values()];
    const stopOf = (id: number) => rows.find((row) => row.instrumentId === id && row.triggerPrice !== null)!;
    expect(stopOf(desk.put.id).status).toBe('CANCELLED');
    expect(stopOf(desk.call.id).status).toBe('TRIGGER_PENDING');
    expect(rows.at(-1)).toMatchObject({ instrumentId: desk.put.id, side: 'BUY', triggerPrice: null });
  });

  test('a profit lock that is hit cancels it and ends flat, with one exit', async () => {
    const desk = await held();
    desk.broker.fillsAtOnce = true;
    const scope = { type: 'POSITION', instrumentId: desk.call.id } as const;
    desk.oms.profitLocks.arm(scope, { trigger: 3_000, floor: 1_000, trail: null, net: false });
    at(desk, 16_500);
    at(desk, 16_405);
    await desk.advance(5_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(working(desk)).toEqual([]);
    expect(sells(desk)).toMatchObject([{ status: 'CANCELLED' }, { status: 'FILLED' }]);
  });

  test('O13 an entry of several slices has a stop of each, none above the freeze quantity', async () => {
    const desk = await started();
    desk.oms.place(desk.intent({ lots: 26, slPrice: STOP }));
    await settle();
    for (const [id, { quantity }] of desk.broker.orders) desk.broker.fill(id, quantity, 16_400);
    await desk.advance(3_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(26 * 75);
    const units = working(desk).map(({ quantity }) => quantity);
    expect(units.reduce((sum, each) => sum + each, 0)).toBe(26 * 75);
    expect(Math.max(...units)).toBeLessThanOrEqual(desk.call.freezeQty!);
  });

  test('cancel all leaves it: it goes with the position or when the stop is taken off', async () => {
    const desk = await held();
    expect(desk.oms.cancelAll(null)).toBe(0);
    expect(working(desk)).toHaveLength(1);
    desk.oms.protect(desk.call.id, null, { tpPrice: null, slPrice: null, trail: null });
    await settle();
    expect(working(desk)).toEqual([]);
  });

  test('one that was cancelled elsewhere is sent again, after a restart too, never into a closed market', async () => {
    const desk = await held();
    desk.broker.end('B2', 'CANCELLED');
    await desk.advance(3_000);
    expect(working(desk)).toHaveLength(1);
    desk.crash();
    desk.broker.end('B3', 'CANCELLED');
    desk.phaseOpen = false;
    await desk.start();
    await desk.advance(3_000);
    expect(working(desk)).toEqual([]);
    desk.phaseOpen = true;
    at(desk, 16_400);
    await desk.advance(500);
    expect(working(desk)).toHaveLength(1);
  });

  test('B3 it protects through a stale feed; the target is frozen', async () => {
    const desk = await held({ tpPrice: 16_900 });
    desk.quotes.stale.add(desk.call.id);
    at(desk, 17_000);
    await settle();
    expect(position(desk)).toMatchObject({ stopHome: 'EXCHANGE', protection: 'OK', protectionFrozen: true });
    expect(sells(desk)).toHaveLength(1);
  });

  test('B4 one that triggered and is jumped over is UNPROTECTED after a second and priced anew', async () => {
    const desk = await held();
    const order = desk.broker.orders.get('B2')!;
    desk.broker.orders.set('B2', { ...order, status: 'OPEN', ts: order.ts + 100 });
    at(desk, 15_000);
    await desk.oms.reconcile();
    await desk.advance(1_100);
    expect(position(desk).protection).toBe('UNPROTECTED');
    expect(working(desk)).toHaveLength(1);
    expect(working(desk)[0]!.price).toBeLessThan(15_000);
  });
});
