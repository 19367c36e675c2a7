import { describe, expect, test } from 'vitest';
import { OrderDesk, settle } from '../../../../testing/order-desk.ts';
import { ScriptedBroker, SCRIPTED_CAPABILITIES } from '../../../../testing/scripted-broker.ts';

const STOP = 16_000;

/** A long position whose stop rests at the exchange as B2. */
async function held(lots: number, tpPrice: number | null = null): Promise<OrderDesk> {
  const desk = new OrderDesk(({ clock }) => new ScriptedBroker(SCRIPTED_CAPABILITIES, () => clock.monotonic()));
  desk.residentStops = true;
  await desk.restart();
  desk.oms.place(desk.intent({ lots, tpPrice, slPrice: STOP }));
  await settle();
  desk.broker.fill('B1', lots * 75, 16_400);
  await desk.advance(300);
  return desk;
}

/** Sells at the exchange that may still fill, as units and trigger. */
const working = (desk: OrderDesk) =>
  [...desk.broker.orders.values()]
    .filter(({ side, status }) => side === 'SELL' && ['TRIGGER_PENDING', 'OPEN', 'PARTIAL'].includes(status))
    .map(({ quantity, filled, triggerPrice }) => [quantity - filled, triggerPrice]);
const sell = (desk: OrderDesk, lots: number, change = {}) =>
  desk.oms.place(desk.intent({ side: 'SELL', lots, price: 16_800, ...change }));

/** Watches that the exchange never has sells for more than is held. */
function neverTooMuch(desk: OrderDesk): void {
  desk.broker.updates.on(({ type }) => {
    if (type !== 'order') return;
    let held = 0;
    for (const { side, quantity } of desk.broker.fills) held += side === 'BUY' ? quantity : -quantity;
    const units = working(desk).reduce((sum, [left]) => sum + Number(left), 0);
    expect(units).toBeLessThanOrEqual(Math.max(0, held));
  });
}

describe('an exit by hand beside a stop at the exchange', () => {
  test('F B2 closes all: the stop is final before the exit leaves', async () => {
    const desk = await held(2);
    neverTooMuch(desk);
    await desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid());
    await settle();
    expect(working(desk)).toEqual([[150, null]]);
    expect(desk.broker.heard.slice(-2)).toEqual(['cancel', 'place']);
  });

  test('B2 half shrinks it: no moment passes without a stop for what is kept', async () => {
    const desk = await held(2);
    neverTooMuch(desk);
    await desk.oms.closePosition(desk.call.id, 0.5, desk.ids.uuid());
    await settle();
    expect(desk.broker.heard.slice(-2)).toEqual(['modify', 'place']);
    expect(working(desk)).toEqual([
      [75, STOP],
      [75, null],
    ]);
    expect(desk.broker.heard).not.toContain('cancel');
  });

  test('R0 a sell by key is an exit, though the stop is for all of the position: it passes when halted', async () => {
    const desk = await held(1);
    neverTooMuch(desk);
    desk.oms.kill('test', false);
    const exit = sell(desk, 1, { orderType: 'MARKET', price: null });
    expect(desk.lines().filter((line) => line.includes('waits for the stop at the exchange to make way'))).toHaveLength(
      1,
    );
    await settle();
    expect(desk.broker.heard.slice(-2)).toEqual(['cancel', 'place']);
    expect(working(desk)).toEqual([[75, null]]);
    expect(desk.order(exit.id).state).toBe('OPEN');
  });

  test('B2 a limit exit takes the place of the stop, which this terminal holds from then on and says so', async () => {
    const desk = await held(1);
    neverTooMuch(desk);
    const exit = sell(desk, 1);
    await desk.advance(1000);
    expect(working(desk)).toEqual([[75, null]]);
    expect(desk.oms.positionViews()[0]).toMatchObject({ stopHome: 'TERMINAL', slPrice: STOP });
    expect(desk.lines().filter((line) => line.includes('is held by this terminal: an exit rests'))).toHaveLength(1);
    // Reached, the exit at rest goes and the stop goes out.
    desk.tick(desk.call.id, STOP - 10, STOP);
    await settle();
    expect(desk.order(exit.id).state).toBe('CANCELLED');
    expect(working(desk)).toEqual([[75, null]]);
  });

  test('it rests again once the limit exit is cancelled', async () => {
    const desk = await held(2);
    const exit = sell(desk, 1);
    await desk.advance(300);
    expect(working(desk)).toEqual([
      [75, STOP],
      [75, null],
    ]);
    desk.oms.cancel(exit.id);
    await desk.advance(600);
    expect(working(desk)).toEqual([[150, STOP]]);
  });

  test('one whose cancel has no known outcome keeps the exit back, and after 5 s that is said', async () => {
    const desk = await held(1);
    desk.broker.booksFail = true;
    desk.broker.fates = ['lost', 'lost', 'lost', 'lost', 'lost', 'lost'];
    const exit = sell(desk, 1);
    await desk.advance(4_900);
    expect(desk.order(exit.id).state).toBe('QUEUED');
    await desk.advance(200);
    expect(desk.order(exit.id)).toMatchObject({ state: 'CANCELLED', reason: { code: 'ORDER_BUSY' } });
    expect(desk.order(exit.id).reason?.message).toMatch(/not known, and its books are being read/);
    expect(working(desk)).toEqual([[75, STOP]]);
    desk.broker.booksFail = false;
    desk.broker.fates = [];
    await desk.advance(10_000);
    expect(working(desk)).toEqual([[75, STOP]]);
  });

  test('B2 a stop that fills while the exit waits leaves nothing to sell: the exit is dropped', async () => {
    const desk = await held(1);
    desk.broker.booksFail = true;
    desk.broker.fates = ['lost'];
    const exit = sell(desk, 1);
    await settle();
    desk.broker.fill('B2', 75, STOP);
    await settle();
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(desk.order(exit.id)).toMatchObject({ state: 'CANCELLED', reason: { code: 'POSITION_FLAT' } });
    expect(working(desk)).toEqual([]);
  });

  test('F20 one that the broker will not shrink is cancelled instead', async () => {
    const desk = await held(2);
    neverTooMuch(desk);
    desk.broker.fates = ['refuse'];
    sell(desk, 1);
    await desk.advance(2_000);
    expect(desk.broker.heard.slice(2, 5)).toEqual(['modify', 'cancel', 'place']);
    expect(working(desk)).toEqual([
      [75, null],
      [75, STOP],
    ]);
  });

  test('a sell of more than is held waits for the stop too', async () => {
    const desk = await held(1);
    sell(desk, 3);
    await settle();
    expect(desk.broker.heard.slice(-2)).toEqual(['cancel', 'place']);
    expect(working(desk)).toEqual([[225, null]]);
  });

  test('a smaller target position shrinks the stop', async () => {
    const desk = await held(3);
    neverTooMuch(desk);
    await desk.oms.targetPosition(desk.call.id, 1, desk.ids.uuid());
    await settle();
    expect(working(desk)).toEqual([
      [75, STOP],
      [150, null],
    ]);
  });

  test('a reverse takes the stop away, goes over flat and sets none for the other side', async () => {
    const desk = await held(1);
    desk.broker.fillsAtOnce = true;
    const orders = await desk.oms.reverse(desk.call.id, desk.ids.uuid());
    await desk.advance(1_000);
    expect(orders).toHaveLength(2);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(-75);
    expect(working(desk)).toEqual([]);
  });

  test('a change of a resting exit that needs the room of the stop is no exit; its price alone is', async () => {
    const desk = await held(2);
    const exit = sell(desk, 1);
    await desk.advance(300);
    desk.oms.kill('test', false);
    expect(() => desk.oms.modify(exit.id, 16_800, 2)).toThrow(/HALTED/);
    desk.oms.modify(exit.id, 16_700, 1);
    await settle();
    expect(desk.order(exit.id).price).toBe(16_700);
  });
});
