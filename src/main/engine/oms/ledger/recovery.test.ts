import { describe, expect, test } from 'vitest';
import { replayOrder } from '../../domain/order-fold.ts';
import { scriptedDesk, settle, START } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';

const own = (desk: OrderDesk) => desk.store.orders(desk.store.identity.accountId, 0);

describe('F2: the process dies', () => {
  test('between the journal and the socket: unknown, then proven absent, never sent (O5)', async () => {
    const desk = await scriptedDesk();
    // Nothing after the commit happens any more: the broker never hears of it.
    desk.broker.place = () => new Promise(() => {});
    const order = desk.oms.place(desk.intent());
    desk.crash();
    expect(desk.order(order.id).state).toBe('UNKNOWN');
    await desk.start();
    expect(desk.order(order.id).state).toBe('NOT_PLACED');
    expect(desk.broker.placed).toHaveLength(0);
  });

  test('between the socket and the answer: unknown, then found by its tag, one order only (O5, O6)', async () => {
    const desk = await scriptedDesk();
    desk.broker.fates = ['hangs'];
    desk.broker.held = [];
    const order = desk.oms.place(desk.intent());
    desk.crash();
    expect(desk.order(order.id).state).toBe('UNKNOWN');
    await desk.start();
    expect(desk.order(order.id)).toMatchObject({ state: 'OPEN', brokerOrderId: 'B1' });
    expect(desk.broker.placed).toHaveLength(1);
    expect(desk.broker.placed[0]!.tag).toBe(own(desk)[0]!.tag);
  });

  test('between the answer and its commit: the fills that were never booked are booked, once (P9)', async () => {
    const desk = await scriptedDesk();
    desk.broker.held = [];
    const order = desk.oms.place(desk.intent());
    desk.broker.fill('B1', 75, 16_400);
    desk.crash();
    await desk.start();
    expect(desk.order(order.id)).toMatchObject({ state: 'FILLED', filled: 75 });
    await desk.restart();
    expect(desk.oms.tradeViews()).toHaveLength(1);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(75);
    expect(desk.broker.placed).toHaveLength(1);
  });

  test('with an order that still waited its turn: it is not sent any more', async () => {
    const desk = await scriptedDesk();
    const orders = Array.from({ length: 9 }, () => desk.oms.place(desk.intent()));
    await settle();
    await desk.restart();
    await desk.advance(5_000);
    expect(desk.order(orders[8]!.id).state).toBe('CANCELLED');
    expect(desk.broker.placed).toHaveLength(8);
  });

  test('with a cancel on its way: the request is unknown until the books tell', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent());
    await settle();
    desk.broker.fates = ['hangs'];
    desk.broker.held = [];
    desk.oms.cancel(order.id);
    desk.crash();
    expect(desk.order(order.id)).toMatchObject({ state: 'OPEN', pendingRequest: 'cancel' });
    await desk.start();
    expect(desk.order(order.id)).toMatchObject({ state: 'CANCELLED', pendingRequest: null });
  });
});

test('F2: a cancel that never left is known after the restart not to be under way, and can be sent again', async () => {
  const desk = await scriptedDesk();
  const order = desk.oms.place(desk.intent());
  await settle();
  const { broker } = desk;
  const cancel = broker.cancel.bind(broker);
  broker.cancel = () => new Promise(() => {});
  desk.oms.cancel(order.id);
  await desk.restart();
  expect(desk.order(order.id)).toMatchObject({ state: 'OPEN', pendingRequest: null });
  broker.cancel = cancel;
  desk.oms.cancel(order.id);
  await settle();
  expect(desk.order(order.id).state).toBe('CANCELLED');
});

describe('a restart', () => {
  test('O8 finds every order as its journal tells it, and positions as their trades do', async () => {
    const desk = await scriptedDesk();
    desk.broker.fillsAtOnce = true;
    desk.oms.place(desk.intent({ lots: 3 }));
    desk.oms.place(desk.intent({ side: 'SELL', lots: 1, price: 16_425 }));
    desk.broker.fillsAtOnce = false;
    desk.oms.place(desk.intent());
    await settle();
    const orders = desk.oms.orderViews();
    const positions = desk.oms.positionViews();
    for (const order of own(desk)) expect(replayOrder(desk.store.journal(order.id)).record).toEqual(order);
    await desk.restart();
    expect(desk.oms.orderViews()).toEqual(orders);
    expect(desk.oms.positionViews()).toEqual(positions);
    expect(positions[0]).toMatchObject({ netQty: 150, realised: 75 * 25 });
  });

  test('refuses entries, but not exits, until the books have been read', async () => {
    const desk = await scriptedDesk();
    desk.broker.fillsAtOnce = true;
    desk.oms.place(desk.intent());
    await settle();
    desk.crash();
    expect(desk.oms.place(desk.intent())).toMatchObject({ state: 'DENIED', reason: { code: 'RMS_RECONCILING' } });
    const exit = desk.oms.place(desk.intent({ side: 'SELL', price: 16_420 }));
    expect(exit.state).toBe('FILLED');
  });

  test('P9 a read that fails is never taken for flat', async () => {
    const desk = await scriptedDesk();
    desk.broker.fillsAtOnce = true;
    desk.oms.place(desk.intent());
    await settle();
    desk.broker.booksFail = true;
    await desk.restart();
    expect(desk.oms.reconciledAt).toBeNull();
    expect(desk.portfolio.netQty(desk.call.id)).toBe(75);
    desk.broker.booksFail = false;
    await desk.advance(2_100);
    expect(desk.oms.reconciledAt).not.toBeNull();
  });

  test('P9 T17 an order placed elsewhere appears, its fills count once, and entries stay open', async () => {
    const desk = await scriptedDesk();
    desk.broker.addForeign({
      brokerOrderId: 'X1',
      tag: null,
      instrumentId: desk.put.id,
      side: 'BUY',
      quantity: 75,
      filled: 75,
      price: 100,
      triggerPrice: null,
      validity: 'DAY',
      product: 'NRML',
      status: 'FILLED',
      message: null,
      ts: 1,
    });
    desk.broker.fills.push({
      tradeId: 'TX',
      brokerOrderId: 'X1',
      tag: null,
      instrumentId: desk.put.id,
      side: 'BUY',
      quantity: 75,
      price: 100,
      ts: 1,
    });
    void desk.oms.reconcile();
    await desk.advance(1_000);
    expect(desk.oms.reconciledAt).not.toBeNull();
    expect(desk.portfolio.netQty(desk.put.id)).toBe(75);
    const accountId = desk.store.identity.accountId;
    const external = () => desk.store.orders(accountId, 0).filter(({ source }) => source === 'BROKER');
    expect(external()).toMatchObject([{ brokerOrderId: 'X1', state: 'FILLED', filled: 75, tag: '' }]);
    expect(replayOrder(desk.store.journal(external()[0]!.id)).record).toEqual(external()[0]);
    await desk.restart();
    await desk.oms.reconcile();
    expect(external()).toHaveLength(1);
    expect(desk.store.trades(accountId, 0)).toHaveLength(1);
    expect(desk.portfolio.netQty(desk.put.id)).toBe(75);
    expect(desk.lines().filter((line) => /not placed by this terminal/.test(line))).toHaveLength(1);
    expect(desk.broker.heard).toEqual([]);
    expect(desk.oms.place(desk.intent()).state).toBe('OPEN');
  });

  test('P9 a difference that no order explains blocks entries with a sentence', async () => {
    const desk = await scriptedDesk();
    const books = desk.broker.books.bind(desk.broker);
    desk.broker.books = async () => ({
      ...(await books()),
      positions: [{ instrumentId: desk.put.id, product: 'NRML', netQty: 75 }],
    });
    void desk.oms.reconcile();
    await desk.advance(1_000);
    const denied = desk.oms.place(desk.intent());
    expect(denied.reason!.message).toMatch(/the broker holds 75 NIFTY 26000 PE and our books 0/);
  });

  test('T17 an order of ours from another day is not taken for one placed elsewhere', async () => {
    const desk = await scriptedDesk();
    desk.broker.fillsAtOnce = true;
    desk.oms.place(desk.intent());
    desk.oms.place(desk.intent({ side: 'SELL', price: 16_420 }));
    await settle();
    desk.clock.advanceBy(5 * 24 * 3_600_000);
    await desk.restart();
    await desk.oms.reconcile();
    const orders = desk.store.orders(desk.store.identity.accountId, 0);
    expect(orders.map(({ source, state }) => `${source} ${state}`)).toEqual(['HAND FILLED', 'HAND FILLED']);
    expect(desk.store.trades(desk.store.identity.accountId, 0)).toHaveLength(2);
    expect(desk.lines().filter((line) => /not placed by this terminal/.test(line))).toEqual([]);
  });

  test("T17 orders placed elsewhere are told apart by the broker's id, whatever their tag", async () => {
    const desk = await scriptedDesk();
    for (const [brokerOrderId, tag] of [
      ['X1', ''],
      ['X2', ''],
      ['X3', 'same'],
      ['X4', 'same'],
    ] as const) {
      const terms = {
        instrumentId: desk.call.id,
        side: 'BUY',
        quantity: 75,
        price: 16_000,
        triggerPrice: null,
        validity: 'DAY' as const,
        product: 'NRML',
      } as const;
      desk.broker.addForeign({ ...terms, brokerOrderId, tag, filled: 0, status: 'OPEN', message: null, ts: START });
      await desk.oms.reconcile();
    }
    expect(own(desk).map(({ brokerOrderId }) => brokerOrderId)).toEqual(['X1', 'X2', 'X3', 'X4']);
  });

  test('T17 an order working elsewhere takes room, is left alone by a halt, and can be cancelled by hand', async () => {
    const desk = await scriptedDesk();
    const row = {
      brokerOrderId: 'X1',
      tag: 'another',
      instrumentId: desk.call.id,
      side: 'BUY' as const,
      quantity: 150,
      filled: 0,
      price: 16_000,
      triggerPrice: null,
      validity: 'DAY' as const,
      product: 'NRML' as const,
      status: 'OPEN' as const,
      message: null,
      ts: desk.clock.now(),
    };
    desk.broker.addForeign(row);
    desk.broker.updates.emit({ type: 'order', order: row });
    await settle();
    const external = desk.oms.orderViews().find(({ source }) => source === 'BROKER')!;
    expect(external).toMatchObject({ state: 'OPEN', quantity: 150, lots: 2 });
    expect(desk.oms.risk().counters.find(({ rule }) => /lots/i.test(rule))?.value).toMatch(/2/);
    desk.broker.fill('X1', 75, 16_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(75);
    desk.oms.kill('test', false);
    await settle();
    expect(desk.broker.heard).toEqual([]);
    desk.oms.cancel(external.id);
    await settle();
    expect(desk.order(external.id)).toMatchObject({ state: 'CANCELLED', filled: 75 });
  });

  test('on another day knows the position, counts its result anew and leaves yesterday in the opening', async () => {
    const desk = await scriptedDesk();
    desk.broker.fillsAtOnce = true;
    desk.oms.place(desk.intent({ lots: 2 }));
    desk.oms.place(desk.intent({ side: 'SELL', price: 16_420 }));
    await settle();
    const before = desk.portfolio.funds();
    await desk.advance(0);
    desk.clock.advanceBy(24 * 3_600_000);
    const rolled = desk.portfolio.funds();
    expect(rolled).toMatchObject({
      realised: 0,
      charges: 0,
      opening: before.opening + before.realised - before.charges,
    });
    expect(rolled.available).toBe(before.available);
    await desk.restart();
    expect(desk.portfolio.funds()).toEqual(rolled);
    expect(desk.oms.positionViews()[0]).toMatchObject({ netQty: 75, cost: 75 * 16_400, realised: 0, charges: 0 });
  });
});
