import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';
import type { Fate } from '../../../../testing/scripted-broker.ts';

const placeFate = fc.constantFrom<Fate>('accept', 'accept', 'refuse', 'lost', 'unanswered', 'hangs');
const cancelFate = fc.constantFrom<Fate>('accept', 'lost', 'unanswered', 'hangs');

test(
  'O10 cancel all comes to rest: nothing works on but what has a cancel pending, whatever becomes of the commands',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(placeFate, { minLength: 1, maxLength: 14 }),
        fc.array(cancelFate, { maxLength: 14 }),
        fc.boolean(),
        async (places, cancels, stops) => {
          const desk = await scriptedDesk();
          desk.broker.fates = [...places];
          for (const [index] of places.entries()) {
            const trigger = 16_300 - index * 5;
            const stop = { side: 'SELL', triggerPrice: trigger, price: trigger - 50 } as const;
            desk.oms.place(desk.intent(stops && index % 2 === 1 ? stop : { price: trigger }));
          }
          await settle();
          desk.broker.fates = [...cancels];
          desk.oms.cancelAll(null);
          await desk.advance(12_000);
          const live = desk.oms.orderViews().filter(({ status }) => status === 'PENDING');
          expect(live.filter(({ pendingRequest }) => pendingRequest !== 'cancel')).toEqual([]);
          expect(desk.oms.cancelAll(null)).toBe(0);
          const working = [...desk.broker.orders.values()].filter(({ status }) => status === 'OPEN');
          expect(working.length).toBeLessThanOrEqual(live.length);
          desk.close();
        },
      ),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);

test('retry law: a cancel that never reached the broker is sent again after the order was read', async () => {
  const desk = await scriptedDesk();
  const order = desk.oms.place(desk.intent());
  await settle();
  desk.broker.fates = ['lost'];
  desk.oms.cancel(order.id);
  await desk.advance(3_000);
  expect(desk.broker.heard).toEqual(['place', 'cancel', 'cancel']);
  expect(desk.order(order.id).state).toBe('CANCELLED');
});
