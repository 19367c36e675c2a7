import { expect, test } from 'vitest';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';
import { CallsOut } from './calls-out.ts';

/** The machine's wall clock jumps, and the desk notices. */
async function jump(desk: OrderDesk): Promise<void> {
  const now = desk.clock.now.bind(desk.clock);
  desk.clock.now = () => now() + 3_600_000;
  desk.clock.advanceTo(now() + 1000);
  await settle();
}

/** The next call of a kind reaches the broker when the returned function is called, not before. */
function slow(desk: OrderDesk, call: 'place' | 'modify'): () => void {
  const { broker } = desk;
  const real = (broker[call] as (...args: unknown[]) => Promise<unknown>).bind(broker);
  let arrive = () => {};
  const held = (...args: unknown[]) =>
    new Promise((resolve) => {
      arrive = () => resolve(real(...args));
    });
  Object.assign(broker, { [call]: held });
  return () => arrive();
}

test('T8 F8 an order that is still on its way when the clock jumps is not taken for absent by a book without it', async () => {
  const desk = await scriptedDesk();
  const arrive = slow(desk, 'place');
  const order = desk.oms.place(desk.intent());
  await jump(desk);
  expect(desk.broker.ids()).toEqual([]);
  expect(desk.order(order.id).state).toBe('UNKNOWN');
  arrive();
  await settle();
  expect(desk.order(order.id).state).toBe('OPEN');
});

test('T14 F8 nor is a change that is still on its way refused', async () => {
  const desk = await scriptedDesk();
  const order = desk.oms.place(desk.intent());
  await settle();
  const arrive = slow(desk, 'modify');
  desk.oms.modify(order.id, 16_300, 1);
  await jump(desk);
  expect(desk.order(order.id)).toMatchObject({ price: 16_400, pendingRequest: 'modify' });
  arrive();
  await settle();
  await desk.oms.reconcile();
  expect(desk.order(order.id)).toMatchObject({ price: 16_300, pendingRequest: null });
});

test('O14 a call that never comes back holds a proof up for 45 s, not for ever', () => {
  const calls = new CallsOut();
  calls.begins('a', 1000);
  expect(calls.endOf('a')).toBe(46_000);
  calls.ends('a', 8000, true);
  expect(calls.endOf('a')).toBe(8000);
  calls.forget('a');
  expect(calls.endOf('a')).toBeNull();
});
