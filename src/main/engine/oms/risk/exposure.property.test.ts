import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { OrderDesk, settle } from '../../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';
import { SCRIPTED_CAPABILITIES, ScriptedBroker } from '../../../../testing/scripted-broker.ts';
import type { Fate } from '../../../../testing/scripted-broker.ts';

const LOT = 75;
/** Its order book shows an order late: what was not answered stays in doubt as long as the test lasts. */
const LATE = { ...SCRIPTED_CAPABILITIES, orderBookLagMs: 600_000 };

const press = fc.record({
  of: fc.constantFrom('call' as const, 'put' as const),
  side: fc.constantFrom('BUY' as const, 'BUY' as const, 'SELL' as const),
  lots: fc.integer({ min: 1, max: 3 }),
  fate: fc.constantFrom<Fate>('accept', 'refuse', 'lost', 'unanswered', 'hangs'),
  fills: fc.boolean(),
  after: fc.constantFrom('nothing', 'nothing', 'a restart', 'ten seconds'),
});

test(
  'O7 over a running desk: whatever of the orders in doubt and at work fills in the end, no limit is exceeded',
  async () => {
    let denials = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.array(press, { minLength: 1, maxLength: 10 }),
        fc.infiniteStream(fc.boolean()),
        async (maxLots, presses, luck) => {
          const desk = await new OrderDesk(({ clock }) => new ScriptedBroker(LATE, () => clock.monotonic()), {
            limits: { maxLots },
          }).start();
          const { broker } = desk;
          const late = new Set<string>();
          const truth = broker.books.bind(broker);
          broker.books = async () => {
            const books = await truth();
            return { ...books, orders: books.orders.filter(({ brokerOrderId }) => !late.has(brokerOrderId)) };
          };
          for (const { of, side, lots, fate, fills, after } of presses) {
            broker.fates = [fate];
            broker.held = fills ? null : (broker.held ?? []);
            const { id: instrumentId } = desk[of];
            const price = side === 'BUY' ? 16_430 : 16_420;
            const { reason } = desk.oms.place(desk.intent({ instrumentId, side, lots, price }));
            if (reason?.code === 'RMS_MAX_LOTS') denials += 1;
            const newest = broker.ids().at(-1);
            const isAnswered = fills || (fate !== 'unanswered' && fate !== 'hangs');
            if (newest !== undefined && broker.orders.get(newest)!.filled === 0 && !isAnswered) late.add(newest);
            await settle();
            if (fills && newest !== undefined && broker.orders.get(newest)!.status === 'OPEN')
              broker.fill(newest, LOT, price);
            if (after === 'a restart') await desk.restart();
            await desk.advance(after === 'ten seconds' ? 10_000 : 150);
          }
          // By the broker's own books: each order that works there may fill.
          late.clear();
          broker.deliver();
          for (const id of broker.ids()) {
            const { status, quantity, filled, price } = broker.orders.get(id)!;
            if ((status === 'OPEN' || status === 'PARTIAL') && luck.next().value === true)
              broker.fill(id, quantity - filled, price);
          }
          const { positions } = await broker.books();
          const open = positions.reduce((sum, { netQty }) => sum + Math.abs(netQty) / LOT, 0);
          expect(open).toBeLessThanOrEqual(maxLots);
          expect(desk.portfolio.open().reduce((sum, { netQty }) => sum + Math.abs(netQty) / LOT, 0)).toBe(open);
          desk.close();
        },
      ),
      { numRuns: propertyRuns },
    );
    // Else it had nothing to hold back.
    expect(denials).toBeGreaterThan(propertyRuns / 4);
  },
  propertyTimeout,
);
