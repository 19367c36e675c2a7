import { describe, expect, test } from 'vitest';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import { refuseWrites } from '../../../../testing/refuse-writes.ts';

describe('O14, F6: what the broker answers while the disk fails is written when it can be', () => {
  test('the refusal of an order, which no book of the broker tells', async () => {
    const desk = await scriptedDesk();
    desk.broker.fates = ['refuse'];
    const order = desk.oms.place(desk.intent());
    const mend = refuseWrites(desk.store);
    await desk.advance(3000);
    mend();
    await desk.advance(1500);
    expect(desk.order(order.id).state).toBe('REJECTED');
    await desk.advance(120_000);
    expect(desk.lines().filter((line) => line.startsWith('Refused by the broker'))).toHaveLength(1);
  });

  test('an outcome that is not known, which the books then resolve', async () => {
    const desk = await scriptedDesk();
    desk.broker.fates = ['lost'];
    const order = desk.oms.place(desk.intent());
    const mend = refuseWrites(desk.store);
    await desk.advance(3000);
    mend();
    await desk.advance(3000);
    expect(desk.order(order.id).state).toBe('NOT_PLACED');
  });

  test('the answer to a modify, so that the order can be changed again', async () => {
    const desk = await scriptedDesk();
    const order = desk.oms.place(desk.intent());
    await settle();
    desk.oms.modify(order.id, 16_390, 1);
    const mend = refuseWrites(desk.store);
    await desk.advance(3000);
    mend();
    await desk.advance(1500);
    expect(desk.order(order.id).pendingRequest).toBeNull();
    desk.oms.modify(order.id, 16_380, 1);
  });
});

test('F6, T3b: an order whose turn comes while the disk fails is not sent, then or later, and is over', async () => {
  const desk = await scriptedDesk();
  const orders = Array.from({ length: 9 }, () => desk.oms.place(desk.intent()));
  await settle();
  const waiting = orders.find(({ id }) => desk.order(id).state === 'QUEUED')!;
  const sent = desk.broker.placed.length;
  const mend = refuseWrites(desk.store);
  await desk.advance(3000);
  mend();
  await desk.advance(3000);
  expect(desk.order(waiting.id).state).toBe('CANCELLED');
  expect(desk.broker.placed).toHaveLength(sent);
});
