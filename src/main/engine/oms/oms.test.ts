import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { silentLog } from '../core/operator-log.ts';
import type { OrderEvent } from '../domain/order.ts';
import { openDeskStore } from '../store/sqlite/open-desk-store.ts';
import { OrderDesk, scriptedDesk, settle } from '../../../testing/order-desk.ts';
import { ScriptedBroker } from '../../../testing/scripted-broker.ts';

function journalOf(desk: OrderDesk, orderId: string): OrderEvent['type'][] {
  return desk.store.journal(orderId).map((entry) => entry.event.type);
}

describe('the three outcomes of a place', () => {
  test('the intent is durable before the broker hears of it: the files have it at its door (O6, F2)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'door-'));
    const file = join(folder, 'desk.db');
    const copy = join(folder, 'copy.db');
    const desk = await new OrderDesk(({ clock }) => new ScriptedBroker(undefined, () => clock.monotonic()), {
      file,
    }).start();
    desk.broker.beforePlace = () => {
      for (const suffix of ['', '-wal']) copyFileSync(file + suffix, copy + suffix);
    };
    const order = desk.oms.place(desk.intent());
    const durable = openDeskStore({ file: copy, clock: desk.clock, ids: desk.ids, operatorLog: silentLog });
    const journal = durable.journal(order.id).map((entry) => entry.event.type);
    expect(journal).toEqual(['intent', 'passed', 'sending']);
    durable.close();
    desk.oms.close();
    desk.store.close();
    rmSync(folder, { recursive: true });
  });

  test('accepted: fills become trade and position', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent({ lots: 2 }));
    await settle();
    expect(desk.order(order.id)).toMatchObject({ state: 'OPEN', status: 'PENDING', brokerOrderId: 'B1' });

    desk.broker.fill('B1', 75, 16_395);
    expect(desk.order(order.id)).toMatchObject({ state: 'PARTIAL', filled: 75 });
    desk.broker.fill('B1', 75, 16_400);
    expect(desk.order(order.id)).toMatchObject({ state: 'FILLED', status: 'FILLED', filledValue: 75 * 32_795 });
    const [position] = desk.oms.positionViews();
    expect(position).toMatchObject({
      netQty: 150,
      cost: 75 * 32_795,
      ltp: 16_425,
      unrealised: 150 * 16_425 - 75 * 32_795,
    });
    expect(position!.charges).toBeGreaterThan(0);
    expect(desk.oms.tradeViews().map((trade) => trade.quantity)).toEqual([75, 75]);
    expect(desk.store.verifyLogs().ok).toBe(true);
  });

  test('refused: rejected with the reason of the broker, and nothing is held for it', async () => {
    const desk = await scriptedDesk();
    desk.broker.fates = ['refuse'];
    const order = desk.oms.place(desk.intent());
    await settle();
    expect(desk.order(order.id)).toMatchObject({ state: 'REJECTED', reason: { code: 'BROKER_REFUSED' } });
    expect(desk.oms.flattenPreview()).toMatchObject({ cancels: 0, legs: [] });
  });

  test('unknown and at the broker: found by its tag, never sent twice (O5, T7)', async () => {
    const desk = await scriptedDesk();
    desk.broker.fates = ['unanswered'];
    desk.broker.held = [];
    const states: string[] = [];
    desk.oms.orders.on((order) => states.push(order.state));
    const order = desk.oms.place(desk.intent());
    await settle();
    expect(states.slice(0, 2)).toEqual(['SENDING', 'UNKNOWN']);
    expect(desk.order(order.id)).toMatchObject({ state: 'OPEN', brokerOrderId: 'B1', reason: null });
    expect(desk.broker.placed).toHaveLength(1);
  });

  test('unknown and not at the broker: proven absent from its complete book, never sent again (T8)', async () => {
    const desk = await scriptedDesk();
    desk.broker.fates = ['lost'];
    const order = desk.oms.place(desk.intent());
    await settle();
    expect(desk.order(order.id)).toMatchObject({ state: 'NOT_PLACED', status: 'REJECTED' });
    await desk.advance(10_000);
    expect(desk.broker.placed).toHaveLength(0);
  });

  test('unknown while the books cannot be read stays unknown, counts as exposure and blocks entries (O7, O14)', async () => {
    const desk = await scriptedDesk({ limits: { maxLoss: null, maxLots: 2 } });
    desk.broker.fates = ['lost'];
    desk.broker.booksFail = true;
    const order = desk.oms.place(desk.intent({ lots: 2 }));
    await settle();
    expect(desk.order(order.id).state).toBe('UNKNOWN');
    expect(desk.oms.risk().counters.find((counter) => counter.code === 'RMS_MAX_LOTS')!.value).toBe('2');
    const next = desk.oms.place(desk.intent());
    expect(next).toMatchObject({ state: 'DENIED', reason: { code: 'RMS_RECONCILING' } });
    expect(next.reason!.message).toMatch(/could not be read whole/);
    desk.broker.booksFail = false;
    await desk.advance(2_500);
    expect(desk.order(order.id).state).toBe('NOT_PLACED');
    expect(desk.oms.place(desk.intent()).state).not.toBe('DENIED');
  });

  test('unknown at a broker without an exact book is never resolved by absence', async () => {
    const desk = await scriptedDesk();
    Object.assign(desk.broker, { capabilities: { ...desk.broker.capabilities, orderBookLagMs: 30_000 } });
    desk.broker.fates = ['lost'];
    const order = desk.oms.place(desk.intent());
    await desk.advance(60_000);
    expect(desk.order(order.id).state).toBe('UNKNOWN');
  });
});

describe('a key pressed twice', () => {
  test('O5 the same intent is one order', async () => {
    const desk = await scriptedDesk();
    const intent = desk.intent();
    const one = desk.oms.place(intent);
    const two = desk.oms.place(intent);
    await settle();
    expect(two.id).toBe(one.id);
    expect(desk.oms.place(intent).id).toBe(one.id);
    expect(desk.broker.placed).toHaveLength(1);
  });

  test('the same intent for something else is refused', async () => {
    const desk = await scriptedDesk();
    const intent = desk.intent();
    desk.oms.place(intent);
    expect(() => desk.oms.place({ ...intent, lots: 3 })).toThrow(
      expect.objectContaining({ code: 'ORDER_INTENT_REUSED' }),
    );
    expect(() => desk.oms.place({ ...intent, price: 16_405 })).toThrow(/cannot ask for something else/);
    expect(desk.broker.placed).toHaveLength(1);
  });

  test('the same intent after a modify and a restart is still that order', async () => {
    const desk = await scriptedDesk();
    const intent = desk.intent();
    const order = desk.oms.place(intent);
    await settle();
    desk.oms.modify(order.id, 16_300, 3);
    await settle();
    await desk.restart();
    expect(desk.oms.place(intent)).toMatchObject({ id: order.id, price: 16_300, lots: 3 });
    expect(desk.broker.placed).toHaveLength(1);
  });
});

describe('updates of the broker', () => {
  test('twice and in any order come to the same books', async () => {
    const desk = await scriptedDesk();
    desk.broker.held = [];
    const order = desk.oms.place(desk.intent({ lots: 2 }));
    await settle();
    desk.broker.fill('B1', 75, 16_390);
    desk.broker.fill('B1', 75, 16_395);
    desk.broker.deliver((updates) => [...updates.toReversed(), ...updates]);
    expect(desk.order(order.id)).toMatchObject({ state: 'FILLED', filled: 150, filledValue: 75 * 32_785 });
    expect(desk.oms.tradeViews()).toHaveLength(2);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(150);
  });

  test('a fill that overtakes the answer is booked on its order', async () => {
    const desk = await scriptedDesk();
    desk.broker.fillsAtOnce = true;
    const order = desk.oms.place(desk.intent());
    expect(order.state).toBe('FILLED');
    await settle();
    expect(desk.order(order.id)).toMatchObject({ state: 'FILLED', brokerOrderId: 'B1' });
  });

  test('T9 a fill after the cancel is booked and told', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent());
    await settle();
    desk.oms.cancel(order.id);
    await settle();
    expect(desk.order(order.id).state).toBe('CANCELLED');
    desk.broker.fill('B1', 75, 16_400);
    expect(desk.order(order.id).state).toBe('FILLED');
    expect(desk.portfolio.netQty(desk.call.id)).toBe(75);
    expect(desk.lines().some((line) => /A fill came after the order was CANCELLED/.test(line))).toBe(true);
  });

  test('fills that the broker counts but never told of are fetched from its books', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent());
    await settle();
    desk.broker.held = [];
    desk.broker.fill('B1', 75, 16_400);
    desk.broker.deliver((updates) => updates.filter((update) => update.type === 'order'));
    expect(desk.order(order.id)).toMatchObject({ state: 'OPEN', filled: 0 });
    await desk.advance(1_100);
    expect(desk.order(order.id)).toMatchObject({ state: 'FILLED', filled: 75 });
  });

  test('every order event reaches a subscriber in order, even when one subscriber places in turn', async () => {
    const desk = await scriptedDesk();
    const seen: string[] = [];
    let placed = false;
    desk.oms.orders.on((order) => {
      if (order.state === 'FILLED' && !placed) {
        placed = true;
        desk.oms.place(desk.intent({ instrumentId: desk.put.id }));
      }
    });
    desk.oms.orders.on((order) => seen.push(`${order.name.slice(-2)} ${order.state}`));
    desk.oms.place(desk.intent());
    await settle();
    desk.broker.fill('B1', 75, 16_400);
    await settle();
    expect(seen.indexOf('CE FILLED')).toBeLessThan(seen.indexOf('PE SENDING'));
  });
});

describe('denials and the journal', () => {
  test('a denial is an order with its reason, journalled and logged, and nothing is sent', async () => {
    const desk = await scriptedDesk({ limits: { maxLoss: null, maxLots: 1 } });
    const order = desk.oms.place(desk.intent({ lots: 2 }));
    expect(order).toMatchObject({ state: 'DENIED', status: 'REJECTED', reason: { code: 'RMS_MAX_LOTS' } });
    expect(journalOf(desk, order.id)).toEqual(['intent', 'denied']);
    expect(desk.broker.placed).toHaveLength(0);
    expect(desk.oms.risk().denials[0]).toMatchObject({
      code: 'RMS_MAX_LOTS',
      subject: expect.stringContaining('BUY 2 lots'),
    });
    expect(desk.lines().at(-1)).toMatch(/^Denied BUY 2 lots/);
  });

  test('an index is not tradable and an unknown instrument is unknown', async () => {
    const desk = await scriptedDesk();
    const place = (instrumentId: number) => () => desk.oms.place(desk.intent({ instrumentId }));
    expect(place(desk.index.id)).toThrow(expect.objectContaining({ code: 'INSTRUMENT_NOT_TRADABLE' }));
    expect(place(999)).toThrow(expect.objectContaining({ code: 'INSTRUMENT_UNKNOWN' }));
  });

  test('F5 a journal that cannot be written sends nothing', async () => {
    const desk = await scriptedDesk();
    desk.store.close();
    expect(() => desk.oms.place(desk.intent())).toThrow(/database|journal/i);
    await settle();
    expect(desk.broker.placed).toHaveLength(0);
    expect(desk.oms.orderViews()).toHaveLength(0);
  });

  test('a market order goes out as a limit with protection', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent({ orderType: 'MARKET', price: null }));
    await settle();
    expect(desk.broker.placed[0]).toMatchObject({ triggerPrice: null, price: order.price });
    expect(order.price).toBeGreaterThan(16_430);
  });

  test('a market order without a market is denied', async () => {
    const desk = await scriptedDesk();
    desk.quotes.set(desk.call.id, { bid: 0, ask: 0 });
    const order = desk.oms.place(desk.intent({ orderType: 'MARKET', price: null }));
    expect(order).toMatchObject({ state: 'DENIED', reason: { code: 'RMS_NO_PRICE' } });
  });
});

describe('the order rate (O12)', () => {
  test('entries leave two of ten to exits; the rest waits its turn and goes out', async () => {
    const desk = await scriptedDesk();
    const orders = Array.from({ length: 9 }, () => desk.oms.place(desk.intent()));
    await settle();
    expect(desk.broker.placed).toHaveLength(8);
    expect(orders[8]!.state).toBe('QUEUED');
    await desk.advance(1_100);
    expect(desk.broker.placed).toHaveLength(9);
    expect(desk.order(orders[8]!.id).state).toBe('OPEN');
  });

  test('T3b a market order that waits too long is cancelled here, and never sent', async () => {
    const desk = await scriptedDesk();
    Object.assign(desk.broker.capabilities, {});
    const slow = { ...desk.broker.capabilities, rateLimits: [{ windowMs: 60_000, max: 3, reservedForExits: 2 }] };
    Object.assign(desk.broker, { capabilities: slow });
    await desk.restart();
    desk.oms.place(desk.intent());
    const waiting = desk.oms.place(desk.intent({ orderType: 'MARKET', price: null }));
    expect(waiting.state).toBe('QUEUED');
    await desk.advance(5_100);
    expect(desk.order(waiting.id)).toMatchObject({ state: 'CANCELLED', reason: { code: 'RMS_RATE_LIMIT' } });
    await desk.advance(120_000);
    expect(desk.broker.placed).toHaveLength(1);
  });

  test('a waiting order can be cancelled before it is sent', async () => {
    const desk = await scriptedDesk();
    const orders = Array.from({ length: 9 }, () => desk.oms.place(desk.intent()));
    expect(desk.oms.cancel(orders[8]!.id).state).toBe('CANCELLED');
    await desk.advance(2_000);
    expect(desk.broker.placed).toHaveLength(8);
  });
});

describe('modify and cancel', () => {
  test('T13 a modify works on the old terms until the broker confirms', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent());
    await settle();
    desk.broker.fates = ['hangs'];
    desk.broker.held = [];
    const asked = desk.oms.modify(order.id, 16_350, 2);
    expect(asked).toMatchObject({ price: 16_400, lots: 1, pendingRequest: 'modify' });
    expect(() => desk.oms.modify(order.id, 16_300, 2)).toThrow(expect.objectContaining({ code: 'ORDER_BUSY' }));
    desk.broker.deliver();
    expect(desk.order(order.id)).toMatchObject({ price: 16_350, lots: 2, quantity: 150 });
  });

  test('T14 a modify below what is filled leaves what is filled', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent({ lots: 3 }));
    await settle();
    desk.broker.fill('B1', 150, 16_400);
    desk.oms.modify(order.id, 16_400, 1);
    await settle();
    expect(desk.order(order.id)).toMatchObject({ state: 'FILLED', quantity: 150, filled: 150 });
  });

  test('T15 a cancel that loses the race to the fill is refused and the order is filled', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent());
    await settle();
    desk.broker.held = [];
    desk.broker.fill('B1', 75, 16_400);
    desk.oms.cancel(order.id);
    await settle();
    desk.broker.deliver();
    expect(desk.order(order.id)).toMatchObject({ state: 'FILLED', pendingRequest: null });
  });

  test('T15 a partly filled order that is cancelled keeps its fills', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent({ lots: 2 }));
    await settle();
    desk.broker.fill('B1', 75, 16_400);
    desk.oms.cancel(order.id);
    await settle();
    expect(desk.order(order.id)).toMatchObject({ state: 'CANCELLED', status: 'CANCELLED', filled: 75 });
    expect(desk.portfolio.netQty(desk.call.id)).toBe(75);
  });

  test('a cancel without an answer is settled by the books, and sent again if it never arrived', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent());
    await settle();
    desk.broker.fates = ['lost'];
    desk.oms.cancel(order.id);
    await settle();
    expect(desk.broker.heard).toEqual(['place', 'cancel', 'cancel']);
    expect(desk.order(order.id).state).toBe('CANCELLED');
  });

  test('a change passes the rules, too', async () => {
    const desk = await scriptedDesk({ limits: { maxLoss: null, maxLots: 2 } });
    const order = desk.oms.place(desk.intent());
    await settle();
    expect(() => desk.oms.modify(order.id, 16_400, 3)).toThrow(expect.objectContaining({ code: 'RMS_MAX_LOTS' }));
    expect(() => desk.oms.modify(order.id, 16_401, 1)).toThrow(expect.objectContaining({ code: 'RMS_TICK_SIZE' }));
    expect(desk.broker.heard).toEqual(['place']);
  });

  test('what is over can be neither changed nor cancelled', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent());
    await settle();
    desk.broker.fill('B1', 75, 16_400);
    expect(() => desk.oms.cancel(order.id)).toThrow(expect.objectContaining({ code: 'ORDER_NOT_LIVE' }));
    expect(() => desk.oms.modify(order.id, 16_300, 1)).toThrow(expect.objectContaining({ code: 'ORDER_NOT_LIVE' }));
    expect(() => desk.oms.cancel(desk.ids.uuid())).toThrow(expect.objectContaining({ code: 'ORDER_UNKNOWN' }));
  });

  test('O10 a cancel pressed while the order is on the wire goes out with the answer, once', async () => {
    const desk = await scriptedDesk();
    desk.broker.held = [];
    const order = desk.oms.place(desk.intent());
    expect(order.state).toBe('SENDING');
    expect([desk.oms.cancelAll(null), desk.oms.cancelAll(null)]).toEqual([1, 0]);
    expect(desk.broker.heard).toEqual(['place']);
    await settle();
    expect(desk.broker.heard).toEqual(['place', 'cancel']);
    desk.broker.deliver();
    expect(desk.order(order.id)).toMatchObject({ state: 'CANCELLED' });
  });

  test('O10 a cancel pressed before an answer that is lost waits until the order is proven', async () => {
    const desk = await scriptedDesk();
    desk.broker.fates = ['unanswered'];
    desk.broker.held = [];
    const order = desk.oms.place(desk.intent());
    desk.oms.cancel(order.id);
    await settle();
    await desk.advance(5_000);
    desk.broker.deliver();
    await desk.advance(1_000);
    expect(desk.broker.heard.filter((command) => command === 'cancel')).toHaveLength(1);
    expect(desk.order(order.id)).toMatchObject({ state: 'CANCELLED' });
  });

  test('O10 cancel-all leaves nothing that could still be cancelled, however many there are', async () => {
    const desk = await scriptedDesk();
    for (let count = 0; count < 14; count++) desk.oms.place(desk.intent());
    await desk.advance(3_000);
    desk.oms.place(desk.intent({ instrumentId: desk.put.id }));
    await settle();
    expect(desk.oms.cancelAll(desk.put.id)).toBe(1);
    expect(desk.oms.cancelAll(null)).toBe(14);
    expect(desk.oms.cancelAll(null)).toBe(0);
    await desk.advance(3_000);
    expect(desk.oms.orderViews().every((order) => order.state === 'CANCELLED')).toBe(true);
  });
});
