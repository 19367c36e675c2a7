import { describe, expect, it } from 'vitest';
import { scriptedDesk, settle } from '../../../testing/order-desk.ts';
import { countWithin } from '../core/sliding-window.ts';
import type { Clock, Timer } from '../core/clock.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { SCRIPTED_CAPABILITIES } from '../../../testing/scripted-broker.ts';
import { Throttle } from '../oms/orders/throttle.ts';

const HOUR = 3_600_000;

/** A clock whose wall time is set by hand; its monotonic time and its timers go on as they do. */
class SetClock implements Clock {
  readonly machine = new VirtualClock(0);
  #offset = Date.parse('2026-11-23T05:30:00Z');

  now(): number {
    return this.machine.now() + this.#offset;
  }

  monotonic(): number {
    return this.machine.monotonic();
  }

  setTimeout(task: () => void, ms: number): Timer {
    return this.machine.setTimeout(task, ms);
  }

  setInterval(task: () => void, ms: number): Timer {
    return this.machine.setInterval(task, ms);
  }

  jump(ms: number): void {
    this.#offset += ms;
  }
}

describe('the wall clock is set while orders wait for the rate', () => {
  it.each([
    { name: '+1 h', ms: HOUR },
    { name: '-2 h', ms: -2 * HOUR },
    { name: '+4 h, a sleep', ms: 4 * HOUR },
  ])('F8 clock $name: no burst, no order starves (O12)', ({ ms }) => {
    const clock = new SetClock();
    const throttle = new Throttle(clock, SCRIPTED_CAPABILITIES);
    const sent: number[] = [];
    for (let order = 0; order < 30; order++) {
      const send = () => {
        sent.push(clock.monotonic());
        throttle.leaves();
      };
      if (throttle.take(false)) send();
      else throttle.wait(false, send);
    }
    for (let step = 0; step < 100; step++) {
      clock.machine.advanceTo(clock.machine.now() + 50);
      if (step % 20 === 3) clock.jump(ms);
    }
    throttle.close();
    expect(sent).toHaveLength(30);
    for (const [index, at] of sent.entries()) {
      expect(countWithin(sent.slice(0, index + 1), at, 1000)).toBeLessThanOrEqual(8);
    }
  });
});

describe('the machine sleeps for four hours', () => {
  it('F8 what filled meanwhile and was never told of is read from the books, and nothing is sent', async () => {
    const desk = await scriptedDesk();
    const resting = desk.oms.place(desk.intent({ lots: 2 }));
    await settle();
    desk.broker.held = [];
    desk.broker.fill(resting.brokerOrderId ?? desk.broker.ids()[0]!, 75, 16_400);
    // What was told into the sleep is lost.
    desk.broker.held = null;
    const { length } = desk.broker.placed;
    desk.clock.advanceTo(desk.clock.now() + 4 * HOUR);
    await desk.advance(35_000);
    expect(desk.order(resting.id)).toMatchObject({ state: 'PARTIAL', filled: 75 });
    expect(desk.broker.placed).toHaveLength(length);
  });
});

describe("the computer's clock is set forward while the exchange's goes on", () => {
  it('F8 +1 h: the first tick after it stops entries, the breaker halts, and exits go on', async () => {
    const desk = await scriptedDesk();
    desk.broker.fillsAtOnce = true;
    desk.oms.place(desk.intent());
    await desk.advance(2000);
    const exchange = desk.clock.now.bind(desk.clock);
    desk.clock.now = () => exchange() + HOUR;
    const tick = () => {
      desk.quotes.set(desk.call.id, { bid: 16_400, ask: 16_430, ltp: 16_400, ts: exchange() });
      desk.onTick(desk.call.id);
    };
    for (let ms = 0; ms < 2000; ms += 500) {
      desk.clock.advanceTo(exchange() + 500);
      tick();
      await settle();
    }
    expect(desk.oms.reconciledAt).not.toBeNull();
    const { checks } = desk.oms.preview(desk.intent({ lots: 2 }));
    expect(checks.find(({ code }) => code === 'RMS_CLOCK_SKEW')).toMatchObject({ passed: false });
    expect(desk.oms.risk()).toMatchObject({
      state: 'HALTED',
      reason: expect.stringContaining("the computer's clock was set forward and is 3600.0 s ahead of the exchange's"),
    });
    void desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid());
    await settle();
    expect(desk.oms.positionViews()[0]!.netQty).toBe(0);
  });
});

describe('the clock is an hour slow just after the open', () => {
  it('PL6 B4 F8 the exchange says that the market is open: a stop is not held back, an entry is', async () => {
    const desk = await scriptedDesk();
    const openedAt = desk.clock.now();
    const phase = (at = desk.clock.now()) => ({ label: '', open: at >= openedAt, until: null, next: null });
    Object.assign(desk, { phase });
    await desk.restart();
    desk.broker.fillsAtOnce = true;
    desk.oms.place(desk.intent({ price: 16_430, slPrice: 16_000 }));
    await settle();
    expect(desk.portfolio.netQty(desk.call.id)).toBe(75);
    const real = desk.clock.now.bind(desk.clock);
    desk.clock.now = () => real() - HOUR;
    const tick = (bid: number) => {
      desk.quotes.set(desk.call.id, { bid, ask: bid + 10, ltp: bid, ts: real() });
      desk.onTick(desk.call.id);
    };
    tick(15_900);
    expect(desk.oms.place(desk.intent()).reason?.code).toBe('RMS_CLOCK_SKEW');
    tick(15_895);
    await settle();
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
  });
});
