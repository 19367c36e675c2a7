import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';
import type { Intent } from '../../../../contract/trading.ts';

/** A desk with an own sell order of one lot resting at 165.00. */
async function offering(mode: 'BLOCK' | 'CANCEL_RESTING'): Promise<{ desk: OrderDesk; resting: string }> {
  const desk = await scriptedDesk();
  if (mode === 'CANCEL_RESTING') desk.oms.setSelfTrade(mode);
  const { id } = desk.oms.place(desk.intent({ side: 'SELL', price: 16_500 }));
  await settle();
  return { desk, resting: id };
}

const buy = (desk: OrderDesk, change: Partial<Intent> = {}) =>
  desk.oms.place(desk.intent({ price: 16_500, ...change }));

describe('#14 an entry that would trade with an own order', () => {
  test('is refused unless the trader chose otherwise', async () => {
    const { desk } = await offering('BLOCK');
    expect(buy(desk)).toMatchObject({ state: 'DENIED', reason: { code: 'RMS_SELF_TRADE' } });
    expect(buy(desk, { price: 16_495 }).state).not.toBe('DENIED');
  });

  test('waits for that one to be cancelled, confirmed, and then leaves', async () => {
    const { desk, resting } = await offering('CANCEL_RESTING');
    desk.broker.held = [];
    const entry = buy(desk);
    await settle();
    expect(desk.broker.heard).toEqual(['place', 'cancel']);
    expect(desk.order(entry.id).state).toBe('QUEUED');
    expect(desk.order(resting).pendingRequest).not.toBe('modify');
    desk.broker.deliver();
    await settle();
    expect(desk.broker.heard).toEqual(['place', 'cancel', 'place']);
    expect(desk.order(resting).state).toBe('CANCELLED');
    expect(desk.order(entry.id).state).toBe('OPEN');
    expect(desk.lines().join('\n')).toMatch(/waits for your own order on the other side to be cancelled/);
  });

  test('is not sent when the cancel is never confirmed, and says why', async () => {
    const { desk, resting } = await offering('CANCEL_RESTING');
    desk.broker.fates = ['lost'];
    desk.broker.booksFail = true;
    const entry = buy(desk);
    await desk.advance(5_100);
    expect(desk.order(resting).state).toBe('OPEN');
    expect(desk.order(entry.id)).toMatchObject({ state: 'CANCELLED', reason: { code: 'RMS_SELF_TRADE' } });
    expect(desk.order(entry.id).reason!.message).toMatch(
      /would trade with your SELL 1 lot NIFTY 26000 CE at 165.00, whose cancel was not confirmed in 5 s\. Nothing was sent/,
    );
    expect(desk.broker.placed).toHaveLength(1);
  });

  test('goes on when the one in its way was filled instead, judged anew', async () => {
    const { desk, resting } = await offering('CANCEL_RESTING');
    desk.broker.held = [];
    const entry = buy(desk);
    desk.broker.held = null;
    desk.broker.fates = [];
    desk.broker.fill('B1', 75, 16_500);
    await settle();
    expect(desk.order(resting).filled).toBe(75);
    expect(['OPEN', 'CANCELLED']).toContain(desk.order(entry.id).state);
  });

  test('is never held for an order placed elsewhere: it is refused, since that one is not managed here', async () => {
    const desk = await scriptedDesk();
    desk.oms.setSelfTrade('CANCEL_RESTING');
    desk.broker.addForeign({
      brokerOrderId: 'X1',
      tag: null,
      instrumentId: desk.call.id,
      side: 'SELL',
      quantity: 75,
      filled: 0,
      price: 16_500,
      triggerPrice: null,
      validity: 'DAY',
      product: 'NRML',
      status: 'OPEN',
      message: null,
      ts: desk.clock.now(),
    });
    await desk.oms.reconcile();
    expect(buy(desk)).toMatchObject({ state: 'DENIED', reason: { code: 'RMS_SELF_TRADE' } });
    expect(desk.broker.heard).toEqual([]);
  });

  test('dropped while it waits, it is not sent once the other is gone', async () => {
    const { desk } = await offering('CANCEL_RESTING');
    desk.broker.held = [];
    const entry = buy(desk);
    desk.oms.kill('enough', false);
    desk.broker.deliver();
    await settle();
    expect(desk.order(entry.id).state).toBe('CANCELLED');
    expect(desk.broker.placed).toHaveLength(1);
  });

  test('a modify into an own order is refused in both modes', async () => {
    const { desk } = await offering('CANCEL_RESTING');
    const other = buy(desk, { price: 16_000 });
    await settle();
    expect(() => desk.oms.modify(other.id, 16_500, 1)).toThrow(expect.objectContaining({ code: 'RMS_SELF_TRADE' }));
  });

  test('what was chosen outlives a restart and is in the log', async () => {
    const { desk } = await offering('CANCEL_RESTING');
    await desk.restart();
    expect(desk.oms.risk().selfTrade).toBe('CANCEL_RESTING');
    expect(desk.lines().join('\n')).toMatch(/would trade with an own order has that one cancelled first from now on/);
  });
});

test(
  '#14 whatever entries come in either mode, no two own orders on both sides ever work at prices that cross',
  async () => {
    const step = fc.record({
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      ticks: fc.integer({ min: -3, max: 3 }),
      wait: fc.constantFrom(0, 100, 1_000),
      fate: fc.constantFrom('accept' as const, 'accept' as const, 'refuse' as const, 'unanswered' as const),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('BLOCK' as const, 'CANCEL_RESTING' as const),
        fc.array(step, { minLength: 2, maxLength: 8 }),
        async (mode, steps) => {
          const desk = await scriptedDesk();
          desk.oms.setSelfTrade(mode);
          let crossings = 0;
          desk.broker.beforePlace = ({ side, price }) => {
            for (const other of desk.broker.orders.values()) {
              if (other.status !== 'OPEN' || other.side === side) continue;
              if (side === 'BUY' ? price >= other.price : price <= other.price) crossings += 1;
            }
          };
          for (const { side, ticks, wait, fate } of steps) {
            desk.broker.fates = [fate];
            desk.oms.place(desk.intent({ side, price: 16_420 + 5 * ticks }));
            await settle();
            await desk.advance(wait);
          }
          expect(crossings).toBe(0);
          desk.oms.close();
          desk.store.close();
        },
      ),
      { numRuns: Math.ceil(propertyRuns / 4) },
    );
  },
  propertyTimeout,
);
