import { describe, expect, test } from 'vitest';
import { OrderDesk, settle } from '../../../../testing/order-desk.ts';
import { ScriptedBroker, SCRIPTED_CAPABILITIES } from '../../../../testing/scripted-broker.ts';

const STOP = 16_000;

async function started(orderBookLagMs = 0): Promise<OrderDesk> {
  const capabilities = { ...SCRIPTED_CAPABILITIES, orderBookLagMs };
  const desk = new OrderDesk(({ clock }) => new ScriptedBroker(capabilities, () => clock.monotonic()));
  desk.residentStops = true;
  await desk.restart();
  return desk;
}

/** A long position of one lot whose stop rests at the exchange as B2. */
async function held(tpPrice: number | null = null): Promise<OrderDesk> {
  const desk = await started();
  desk.oms.place(desk.intent({ tpPrice, slPrice: STOP }));
  await settle();
  desk.broker.fill('B1', 75, 16_400);
  await desk.advance(300);
  return desk;
}

const position = (desk: OrderDesk) => desk.oms.positionViews()[0]!;
const sells = (desk: OrderDesk) => [...desk.broker.orders.values()].filter(({ side }) => side === 'SELL');
const working = (desk: OrderDesk) =>
  sells(desk)
    .filter(({ status }) => ['TRIGGER_PENDING', 'OPEN', 'PARTIAL'].includes(status))
    .map(({ quantity, filled, triggerPrice }) => [quantity - filled, triggerPrice]);
const said = (desk: OrderDesk, text: string) => desk.lines().filter((line) => line.includes(text)).length;
/** The exchange triggers a stop: it is a limit order from then on. */
function trigger(desk: OrderDesk, id: string): void {
  const order = desk.broker.orders.get(id)!;
  desk.broker.orders.set(id, { ...order, status: 'OPEN', ts: order.ts + 100 });
}

describe('where a stop is, is said', () => {
  test('once when it rests, with its price and units', async () => {
    const desk = await held();
    await desk.advance(5_000);
    expect(said(desk, 'The stop of NIFTY 26000 CE at 160.00 rests at the exchange, 75 units.')).toBe(1);
  });

  test('one that the broker refuses is held by this terminal, which acts on it, and is tried again ever more rarely', async () => {
    const desk = await started();
    desk.oms.place(desk.intent({ slPrice: STOP }));
    await settle();
    desk.broker.fates = Array.from({ length: 20 }, () => 'refuse' as const);
    desk.broker.fill('B1', 75, 16_400);
    await desk.advance(30_000);
    expect(position(desk)).toMatchObject({ stopHome: 'TERMINAL', protection: 'OK', slPrice: STOP });
    expect(said(desk, 'is held by this terminal: the one sent to the exchange was refused. Margin short')).toBe(1);
    const tries = desk.broker.heard.filter((command) => command === 'place').length - 1;
    expect(tries).toBeGreaterThan(2);
    expect(tries).toBeLessThan(8);
    desk.broker.fates = [];
    desk.tick(desk.call.id, STOP - 10, STOP);
    await settle();
    expect(working(desk)).toEqual([[75, null]]);
  });

  test('one that the market has passed is not sent to be refused: no order is made of it', async () => {
    const desk = await started();
    desk.oms.place(desk.intent({ slPrice: STOP }));
    await settle();
    desk.quotes.set(desk.call.id, { ltp: STOP - 50 });
    desk.broker.fill('B1', 75, 16_400);
    await desk.advance(3_000);
    expect(desk.oms.orderViews().filter(({ source }) => source === 'BRACKET')).toEqual([]);
    expect(said(desk, 'is held by this terminal: NIFTY 26000 CE trades at 159.50, past the trigger')).toBe(1);
    desk.quotes.set(desk.call.id, { ltp: 16_400 });
    await desk.advance(5_000);
    expect(working(desk)).toEqual([[75, STOP]]);
  });

  test('T17 one that is cancelled in another terminal is placed again, and until then held here', async () => {
    const desk = await held();
    desk.broker.end('B2', 'CANCELLED');
    await settle();
    expect(position(desk)).toMatchObject({ stopHome: 'TERMINAL', protection: 'OK' });
    expect(said(desk, 'is held by this terminal: the one at the exchange was cancelled elsewhere')).toBe(1);
    await desk.advance(2_000);
    expect(position(desk).stopHome).toBe('EXCHANGE');
    expect(working(desk)).toEqual([[75, STOP]]);
  });

  test('one that ends with the day rests again in the next session', async () => {
    const desk = await held();
    desk.phaseOpen = false;
    desk.broker.end('B2', 'EXPIRED');
    await desk.advance(60_000);
    expect(said(desk, 'ended with the day')).toBe(1);
    expect(working(desk)).toEqual([]);
    desk.phaseOpen = true;
    desk.tick(desk.call.id, 16_390, 16_400);
    await desk.advance(500);
    expect(working(desk)).toEqual([[75, STOP]]);
  });

  test('whose place nobody answered: DEGRADED, no exit beside it, and what it became is read', async () => {
    const desk = await started();
    desk.oms.place(desk.intent({ slPrice: STOP }));
    await settle();
    desk.broker.fates = ['unanswered'];
    desk.broker.booksFail = true;
    desk.broker.fill('B1', 75, 16_400);
    desk.broker.held = [];
    await desk.advance(1_000);
    expect(position(desk)).toMatchObject({ stopHome: 'TERMINAL', protection: 'DEGRADED' });
    desk.tick(desk.call.id, STOP - 10, STOP);
    await desk.advance(1_000);
    expect(sells(desk)).toHaveLength(1);
    desk.broker.booksFail = false;
    desk.broker.deliver();
    await desk.advance(5_000);
    expect(position(desk)).toMatchObject({ stopHome: 'EXCHANGE', protection: 'OK' });
    expect(sells(desk)).toHaveLength(1);
  });
});

test('O7 one that is lost may be there until that is proven: reached meanwhile it is said, and the exit goes out after', async () => {
  const desk = await started(10_000);
  desk.oms.place(desk.intent({ slPrice: STOP }));
  await settle();
  desk.broker.fates = ['lost'];
  desk.broker.fill('B1', 75, 16_400);
  await desk.advance(1_000);
  desk.tick(desk.call.id, STOP - 10, STOP);
  await desk.advance(10_000);
  expect(said(desk, 'is reached, and whether the one sent to the exchange is there is not known')).toBe(1);
  expect(sells(desk)).toEqual([]);
  // No tick comes any more: what is known stands.
  await desk.advance(90_000);
  expect(working(desk)).toEqual([[75, null]]);
});

describe('F20 a broker that takes no more changes', () => {
  test('one that it refuses to move is cancelled and placed anew, and that is said', async () => {
    const desk = await held();
    desk.broker.fates = ['refuse'];
    desk.oms.protect(desk.call.id, null, { tpPrice: null, slPrice: STOP + 100, trail: null });
    await desk.advance(3_000);
    expect(working(desk)).toEqual([[75, STOP + 100]]);
    expect(desk.broker.heard.slice(2)).toEqual(['modify', 'cancel', 'place']);
    expect(said(desk, 'Scripted refused to change it: the stop of NIFTY 26000 CE at the exchange is cancelled')).toBe(
      1,
    );
  });

  test('B2 a late fill of the one that was cancelled shrinks the other, and what is too much is flattened', async () => {
    const desk = await held();
    desk.broker.fates = ['refuse'];
    desk.oms.protect(desk.call.id, null, { tpPrice: null, slPrice: STOP + 100, trail: null });
    await desk.advance(3_000);
    desk.broker.fill('B2', 75, STOP);
    await settle();
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(working(desk)).toEqual([]);
  });

  test("B1' both filled: the excess goes back within 2 s", async () => {
    const desk = await held(16_900);
    desk.broker.fillsAtOnce = true;
    desk.tick(desk.call.id, 16_900, 16_905);
    await desk.advance(500);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    desk.broker.fill('B2', 75, STOP);
    await desk.advance(2_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(said(desk, 'Overrun')).toBe(1);
  });
});

describe('F21 the terminal was down', () => {
  test('the stop at the exchange is known again, and no second one is sent', async () => {
    const desk = await held();
    desk.crash();
    await desk.start();
    await desk.advance(3_000);
    expect(working(desk)).toEqual([[75, STOP]]);
    expect(sells(desk)).toHaveLength(1);
    expect(position(desk).stopHome).toBe('EXCHANGE');
  });

  test('one that traded meanwhile leaves nothing to exit', async () => {
    const desk = await held();
    desk.crash();
    trigger(desk, 'B2');
    desk.broker.fill('B2', 75, STOP - 20);
    desk.tick(desk.call.id, 15_000, 15_010);
    await desk.start();
    await desk.advance(5_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(sells(desk)).toHaveLength(1);
  });

  test('B4 one that was jumped over meanwhile is UNPROTECTED and priced anew until it fills', async () => {
    const desk = await held();
    desk.crash();
    trigger(desk, 'B2');
    desk.tick(desk.call.id, 14_000, 14_010);
    await desk.start();
    await desk.advance(1_200);
    expect(position(desk).protection).toBe('UNPROTECTED');
    expect(sells(desk)).toHaveLength(1);
    expect(sells(desk)[0]!.price).toBeLessThan(14_000);
    desk.broker.fill('B2', 75, 13_990);
    await desk.advance(1_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(sells(desk)).toHaveLength(1);
  });

  test('a gap through one that the exchange has lost sends the exit at once, and once (PL3)', async () => {
    const desk = await held();
    desk.crash();
    desk.broker.end('B2', 'EXPIRED');
    desk.tick(desk.call.id, 15_000, 15_010);
    await desk.start();
    await desk.advance(900);
    expect(working(desk)).toEqual([[75, null]]);
    expect(sells(desk)).toHaveLength(2);
  });
});

describe('the order of a stop, by hand', () => {
  test('cancelled it takes the stop off, and the target stays', async () => {
    const desk = await held(16_900);
    const stop = desk.oms.orderViews().find(({ source }) => source === 'BRACKET')!;
    desk.oms.cancel(stop.id);
    await desk.advance(3_000);
    expect(working(desk)).toEqual([]);
    expect(position(desk)).toMatchObject({ slPrice: null, tpPrice: 16_900, stopHome: null });
  });

  test('it is not changed by itself: the sentence says where', async () => {
    const desk = await held();
    const stop = desk.oms.orderViews().find(({ source }) => source === 'BRACKET')!;
    expect(() => desk.oms.modify(stop.id, 15_000, 1, 15_500)).toThrow(/move the stop of the position instead/);
    expect(working(desk)).toEqual([[75, STOP]]);
  });
});

describe('O10 cancel all', () => {
  test('leaves the stops of what is held, and takes everything else, an exit at rest too', async () => {
    const desk = await held();
    desk.oms.place(desk.intent({ price: 16_300 }));
    const exit = desk.oms.place(desk.intent({ side: 'SELL', price: 16_800 }));
    await settle();
    expect(working(desk)).toEqual([[75, null]]);
    expect(desk.oms.cancelAll(null)).toBe(2);
    await desk.advance(1_000);
    expect(desk.order(exit.id).state).toBe('CANCELLED');
    // Its place is free again.
    expect(working(desk)).toEqual([[75, STOP]]);
    expect(desk.oms.cancelAll(null)).toBe(0);
    expect(said(desk, 'Cancel all left the stop at the exchange')).toBe(1);
  });

  test('K a kill without a square-off leaves them too, and they go on following their position', async () => {
    const desk = await held();
    desk.oms.kill('test', false);
    await desk.advance(1_000);
    expect(working(desk)).toEqual([[75, STOP]]);
    desk.oms.protect(desk.call.id, null, { tpPrice: null, slPrice: STOP + 50, trail: null });
    await desk.advance(1_000);
    expect(working(desk)).toEqual([[75, STOP + 50]]);
  });
});
