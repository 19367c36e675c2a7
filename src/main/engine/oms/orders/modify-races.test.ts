import { describe, expect, test } from 'vitest';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';

describe('requests that race', () => {
  test('T14 a modify below what is filled leaves the order filled with what it has', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent({ lots: 4 }));
    await settle();
    desk.broker.held = [];
    desk.oms.modify(order.id, 16_400, 1);
    desk.broker.deliver();
    desk.broker.fill('B1', 150, 16_400);
    await settle();
    const late = desk.oms.modify.bind(desk.oms);
    expect(desk.order(order.id)).toMatchObject({ state: 'FILLED', filled: 150 });
    expect(() => late(order.id, 16_400, 2)).toThrow(/already/);
  });

  test('T14, retry law: a modify below the filled whose answer is lost is found done by its row, not repeated', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent({ lots: 4 }));
    await settle();
    desk.broker.fill('B1', 150, 16_400);
    desk.broker.fates = ['unanswered'];
    desk.broker.held = [];
    desk.oms.modify(order.id, 16_400, 1);
    await settle();
    await desk.advance(3_000);
    expect(desk.order(order.id)).toMatchObject({ state: 'FILLED', filled: 150, quantity: 150, pendingRequest: null });
    expect(desk.broker.heard.filter((heard) => heard === 'modify')).toHaveLength(1);
  });

  test('retry law: a modify with no answer blocks another until the order has been read again', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent({ lots: 2 }));
    await settle();
    desk.broker.fates = ['lost'];
    desk.broker.booksFail = true;
    desk.oms.modify(order.id, 16_350, 2);
    await settle();
    expect(desk.order(order.id).pendingRequest).toBe('modify');
    expect(() => desk.oms.modify(order.id, 16_350, 2)).toThrow(/under way/);
    desk.broker.booksFail = false;
    await desk.advance(2_500);
    expect(desk.order(order.id)).toMatchObject({ pendingRequest: null, price: 16_400 });
    desk.oms.modify(order.id, 16_350, 2);
    await settle();
    expect(desk.order(order.id).price).toBe(16_350);
  });

  test('a lost modify of a trigger is not taken for done because price and quantity agree', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent({ side: 'SELL', triggerPrice: 16_300, price: 16_250 }));
    await settle();
    desk.broker.fates = ['lost'];
    desk.oms.modify(order.id, 16_250, 1, 16_350);
    await settle();
    const { requests } = desk.store.orders(desk.store.identity.accountId, 0).at(-1)!;
    expect(requests).toMatchObject([{ kind: 'modify', state: 'refused' }]);
    expect(desk.order(order.id)).toMatchObject({ triggerPrice: 16_300, pendingRequest: null });
  });

  test('T15 a cancel goes out while a modify is under way; fills win over it, partial fills are kept', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent({ lots: 2 }));
    await settle();
    desk.broker.fates = ['hangs'];
    desk.oms.modify(order.id, 16_350, 2);
    desk.broker.fill('B1', 75, 16_350);
    desk.oms.cancel(order.id);
    await settle();
    expect(desk.broker.heard).toEqual(['place', 'modify', 'cancel']);
    expect(desk.order(order.id)).toMatchObject({ state: 'CANCELLED', filled: 75, pendingRequest: null });
    desk.broker.fill('B1', 75, 16_350);
    expect(desk.order(order.id)).toMatchObject({ state: 'FILLED', filled: 150 });
  });
});
