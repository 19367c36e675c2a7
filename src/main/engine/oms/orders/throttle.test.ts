import { describe, expect, test } from 'vitest';
import type { Order } from '../../../../contract/trading.ts';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import { refuseWrites } from '../../../../testing/refuse-writes.ts';
import { SCRIPTED_CAPABILITIES } from '../../../../testing/scripted-broker.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { Throttle } from './throttle.ts';

const limited = {
  ...SCRIPTED_CAPABILITIES,
  rateLimits: [{ windowMs: 1000, max: 4, reservedForExits: 1 }],
};

function limiter() {
  const clock = new VirtualClock(0);
  return { clock, throttle: new Throttle(clock, limited) };
}

describe('O12: the order rate', () => {
  test('parts that leave after a slow write count from when they left, each of them', () => {
    const { clock, throttle } = limiter();
    expect([throttle.take(true), throttle.take(true)]).toEqual([true, true]);
    clock.advanceTo(700);
    throttle.leaves();
    throttle.leaves();
    expect(throttle.sent).toEqual([700, 700]);
  });

  test('K1 what was granted and did not leave gives its place back', () => {
    const { throttle } = limiter();
    for (let failed = 0; failed < 9; failed++) {
      expect(throttle.take(true)).toBe(true);
      throttle.unused();
    }
    expect(throttle.sent).toEqual([]);
    for (let sent = 0; sent < 4; sent++) {
      expect(throttle.take(true)).toBe(true);
      throttle.leaves();
    }
    expect(throttle.take(true)).toBe(false);
  });

  test('K1 one whose turn comes and who no longer wants it makes way for the next at once', () => {
    const { clock, throttle } = limiter();
    for (let sent = 0; sent < 4; sent++) {
      throttle.take(true);
      throttle.leaves();
    }
    const left: number[] = [];
    for (let dropped = 0; dropped < 6; dropped++) throttle.wait(true, () => {});
    for (let waiting = 0; waiting < 4; waiting++) {
      throttle.wait(true, () => {
        throttle.leaves();
        left.push(clock.monotonic());
      });
    }
    clock.advanceTo(1001);
    expect(left).toHaveLength(4);
  });
});

test('K1 F6 cancels that left while the disk failed are counted once, and later ones go out at the full rate', async () => {
  const desk = await scriptedDesk({ limits: { maxLots: null } });
  const orders: Order[] = [];
  for (let count = 0; count < 8; count++) {
    orders.push(desk.oms.place(desk.intent({ price: 15_000 + count * 5 })));
    await desk.advance(200);
  }
  await desk.advance(1000);
  desk.broker.fates = orders.map(() => 'lost');
  const again = refuseWrites(desk.store);
  expect(() => desk.oms.modify(orders[0]!.id, 15_100, 1)).toThrow('journal');
  expect(() => desk.oms.place(desk.intent({ price: 14_900 }))).toThrow('journal');
  desk.oms.kill('enough', false);
  expect(desk.broker.heard.slice(-8)).toEqual(orders.map(() => 'cancel'));
  again();
  desk.broker.heard.length = 0;
  // Once the disk takes the halt they are cancelled again: nothing is known of what became of the first.
  await desk.advance(1200);
  expect(desk.broker.heard).toEqual(orders.map(() => 'cancel'));
});

test('K1 an order that waited for another and is dropped when that has gone takes no place from the cancels of a kill', async () => {
  const desk = await scriptedDesk({ limits: { maxLots: null } });
  desk.oms.setSelfTrade('CANCEL_RESTING');
  desk.oms.place(desk.intent({ side: 'SELL', price: 16_500 }));
  for (let count = 0; count < 9; count++) {
    await desk.advance(200);
    desk.oms.place(desk.intent({ price: 15_000 + count * 5 }));
  }
  await desk.advance(1000);
  desk.broker.heard.length = 0;
  desk.broker.held = [];
  const entry = desk.oms.place(desk.intent({ price: 16_500 }));
  desk.phaseOpen = false;
  desk.broker.deliver();
  await settle();
  expect(desk.order(entry.id)).toMatchObject({ state: 'CANCELLED', reason: { code: 'RMS_MARKET_CLOSED' } });
  desk.oms.kill('enough', false);
  // Ten a second: the one of the order in its way, and the nine of the kill.
  expect(desk.broker.heard).toEqual(Array.from({ length: 10 }, () => 'cancel'));
});

test('K1 the cancels of a kill leave ahead of the exits and cancels that wait for the order rate already', () => {
  const clock = new VirtualClock(0);
  const throttle = new Throttle(clock, SCRIPTED_CAPABILITIES);
  while (throttle.take(true)) throttle.leaves();
  const left: string[] = [];
  const leave = (what: string) => () => {
    throttle.leaves();
    left.push(what);
  };
  throttle.wait(true, leave('exit'));
  throttle.waitAhead(leave('first of the kill'));
  throttle.waitAhead(leave('second of the kill'));
  clock.advanceTo(2000);
  expect(left).toEqual(['first of the kill', 'second of the kill', 'exit']);
});
