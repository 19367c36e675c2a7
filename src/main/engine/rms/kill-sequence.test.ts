import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OrderDesk, scriptedDesk, settle } from '../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../testing/property-runs.ts';
import { SCRIPTED_CAPABILITIES, ScriptedBroker } from '../../../testing/scripted-broker.ts';

const PER_SECOND = 9;

/** A desk at a broker that takes nine commands a second; `sent` are the monotonic times of every one it heard. */
async function limitedDesk(): Promise<{ desk: OrderDesk; sent: number[] }> {
  const sent: number[] = [];
  const desk = await new OrderDesk<ScriptedBroker>(
    ({ clock }) => {
      const broker = new ScriptedBroker(
        { ...SCRIPTED_CAPABILITIES, rateLimits: [{ windowMs: 1000, max: PER_SECOND, reservedForExits: 2 }] },
        () => clock.monotonic(),
      );
      const cancel = broker.cancel.bind(broker);
      broker.cancel = (id) => {
        sent.push(clock.monotonic());
        return cancel(id);
      };
      return broker;
    },
    { limits: { maxLots: null } },
  ).start();
  return { desk, sent };
}

const mostInASecond = (times: readonly number[]) =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));

describe('the kill switch cancels', () => {
  test('K1 the first within 50 ms, twenty at 9/s within 2.3 s, no second over the limit', async () => {
    const { desk, sent } = await limitedDesk();
    for (let count = 0; count < 20; count++) {
      desk.oms.place(desk.intent({ price: 15_000 + count * 5 }));
      await desk.advance(200);
    }
    await desk.advance(1000);
    const breach = desk.clock.monotonic();
    desk.oms.kill('enough', false);
    await desk.advance(4000);
    expect(sent).toHaveLength(20);
    expect(sent[0]! - breach).toBeLessThanOrEqual(50);
    expect(sent.at(-1)! - breach).toBeLessThanOrEqual((Math.ceil(20 / PER_SECOND) - 1) * 1000 + 300);
    expect(mostInASecond(sent)).toBeLessThanOrEqual(PER_SECOND);
  });

  test(
    'K1 O12 any number of orders, whenever they were sent',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 24 }),
          fc.integer({ min: 150, max: 400 }),
          fc.integer({ min: 0, max: 1200 }),
          async (orders, gap, rest) => {
            const { desk, sent } = await limitedDesk();
            for (let count = 0; count < orders; count++) {
              desk.oms.place(desk.intent({ price: 15_000 + count * 5 }));
              await desk.advance(gap);
            }
            await desk.advance(rest);
            const breach = desk.clock.monotonic();
            desk.oms.kill('enough', false);
            await desk.advance(5000);
            expect(sent).toHaveLength(orders);
            // The entries of the last second count, too: with two kept free for cancels, the first leaves at once.
            expect(sent[0]! - breach).toBeLessThanOrEqual(50);
            const seconds = Math.ceil(orders / PER_SECOND) - (rest >= 1000 ? 1 : 0);
            expect(sent.at(-1)! - breach).toBeLessThanOrEqual(seconds * 1000 + 300);
            expect(mostInASecond(sent)).toBeLessThanOrEqual(PER_SECOND);
            desk.close();
          },
        ),
        { numRuns: propertyRuns },
      );
    },
    propertyTimeout,
  );

  test('K2 nothing that opens a position leaves after it, not even what was queued', async () => {
    const { desk } = await limitedDesk();
    for (let count = 0; count < 12; count++) desk.oms.place(desk.intent({ price: 15_000 + count * 5 }));
    const before = desk.broker.placed.length;
    desk.oms.kill('enough', false);
    desk.oms.place(desk.intent({ price: 14_900 }));
    await desk.advance(10_000);
    expect(desk.broker.placed).toHaveLength(before);
  });
});

describe('a square-off that was begun', () => {
  async function shortAndLong(): Promise<OrderDesk> {
    const desk = await scriptedDesk({ limits: { maxLots: null } });
    desk.broker.fillsAtOnce = true;
    desk.oms.place(desk.intent({ lots: 2, price: 16_430 }));
    desk.oms.place(desk.intent({ lots: 2, instrumentId: desk.put.id, side: 'SELL', price: 16_420 }));
    await settle();
    expect(desk.portfolio.open()).toHaveLength(2);
    return desk;
  }

  test('SQ2 SQ3 a crash between its legs goes on with the same one, never over zero, and ends flat', async () => {
    const desk = await shortAndLong();
    const id = () => desk.store.riskState(desk.store.identity.accountId)?.squareOffId ?? null;
    desk.broker.fillsAtOnce = false;
    desk.oms.kill('enough', true);
    await settle();
    const begun = id();
    expect(begun).not.toBeNull();
    const [first] = desk.broker.placed.slice(2);
    expect(first).toMatchObject({ instrumentId: desk.put.id, side: 'BUY' });
    // What is left to buy is no longer what the first order asked for.
    desk.broker.fill('B3', 75, 16_430);
    await settle();
    await desk.restart();
    expect(id()).toBe(begun);
    desk.broker.fillsAtOnce = true;
    await desk.advance(8000);
    expect(desk.portfolio.open()).toEqual([]);
    expect(id()).toBeNull();
    const bought = desk.broker.fills.filter(({ instrumentId }) => instrumentId === desk.put.id);
    expect(bought.reduce((sum, { side, quantity }) => sum + (side === 'BUY' ? quantity : -quantity), 0)).toBe(0);
    expect(new Set(desk.broker.placed.map(({ tag }) => tag)).size).toBe(desk.broker.placed.length);
  });

  test(
    'SQ2 SQ3 whatever becomes of its orders and whenever the process dies, it ends flat and never over zero',
    async () => {
      const fate = fc.constantFrom('accept' as const, 'refuse' as const, 'lost' as const, 'unanswered' as const);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fate, { maxLength: 5 }),
          fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 3 }),
          async (fates, deaths) => {
            const desk = await shortAndLong();
            desk.broker.fates = [...fates];
            desk.oms.kill('enough', true);
            for (const after of deaths) {
              await desk.advance(after);
              await desk.restart();
            }
            desk.broker.fates = [];
            await desk.advance(180_000);
            expect(desk.portfolio.open()).toEqual([]);
            for (const { id } of [desk.call, desk.put]) {
              let net = 0;
              const opening = id === desk.call.id ? 1 : -1;
              for (const fill of desk.broker.fills.filter(({ instrumentId }) => instrumentId === id)) {
                net += fill.side === 'BUY' ? fill.quantity : -fill.quantity;
                expect(Math.sign(net) * opening).toBeGreaterThanOrEqual(0);
              }
            }
            desk.close();
          },
        ),
        { numRuns: propertyRuns },
      );
    },
    propertyTimeout,
  );
});

describe('what halts without a hand', () => {
  test('a sold option whose feed is silent for half a minute', async () => {
    const desk = await scriptedDesk();
    desk.broker.fillsAtOnce = true;
    desk.oms.place(desk.intent({ side: 'SELL', price: 16_420 }));
    await settle();
    desk.quotes.stale.add(desk.call.id);
    await desk.advance(29_000);
    expect(desk.oms.risk().state).toBe('ACTIVE');
    await desk.advance(3000);
    expect(desk.oms.risk()).toMatchObject({
      state: 'HALTED',
      reason: expect.stringMatching(/silent for 30 s \(NIFTY/),
    });
  });

  test('a bought option whose feed is silent does not', async () => {
    const desk = await scriptedDesk();
    desk.broker.fillsAtOnce = true;
    desk.oms.place(desk.intent({ price: 16_430 }));
    await settle();
    desk.quotes.stale.add(desk.call.id);
    await desk.advance(60_000);
    expect(desk.oms.risk().state).toBe('ACTIVE');
  });
});
