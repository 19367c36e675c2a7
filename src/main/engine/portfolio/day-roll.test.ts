import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS } from '../core/ist.ts';
import { scriptedDesk, settle, START } from '../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../testing/property-runs.ts';

const HOUR = 3_600_000;

/** Bought two lots and sold one of them on the first day. */
async function heldOvernight(): Promise<OrderDesk> {
  const desk = await scriptedDesk();
  desk.broker.fillsAtOnce = true;
  desk.oms.place(desk.intent({ lots: 2 }));
  desk.oms.place(desk.intent({ side: 'SELL', price: 16_420 }));
  await settle();
  return desk;
}

/** Shows another wall time than the clock's own, which goes on. */
function setAhead(desk: OrderDesk, by: () => number): void {
  const { clock } = desk;
  const now = clock.now.bind(clock);
  clock.now = () => now() + by();
}

test('P10 the next day opens at cost: what was booked is in the opening, once, and the lifetime result stays', async () => {
  const desk = await heldOvernight();
  const first = desk.portfolio.funds();
  expect(first.realised).toBe(75 * 20);
  desk.clock.advanceTo(START + DAY_MS);
  const next = desk.portfolio.funds();
  expect(next).toMatchObject({ realised: 0, charges: 0, opening: first.opening + first.realised - first.charges });
  expect(desk.oms.positionViews()[0]).toMatchObject({ netQty: 75, cost: 75 * 16_400, realised: 0 });
  desk.clock.advanceTo(START + 5 * DAY_MS);
  expect(desk.portfolio.funds()).toEqual(next);
  await desk.restart();
  expect(desk.portfolio.funds()).toEqual(next);
});

test('P10 F8 a clock set back over midnight begins no day a second time', async () => {
  const desk = await heldOvernight();
  let ahead = 0;
  setAhead(desk, () => ahead);
  const cash = desk.portfolio.cash();
  ahead = DAY_MS;
  const rolled = desk.portfolio.funds();
  ahead = 0;
  expect(desk.portfolio.funds()).toEqual(rolled);
  ahead = DAY_MS + HOUR;
  expect(desk.portfolio.funds()).toEqual(rolled);
  expect(desk.portfolio.cash()).toBe(cash);
});

test(
  'P10 F8 wherever the clock jumps, and whatever is traded in between, money is neither lost nor made',
  async () => {
    const step = fc.record({
      ahead: fc.integer({ min: -30, max: 60 }),
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      ticks: fc.integer({ min: -20, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const desk = await scriptedDesk();
        let hours = 0;
        setAhead(desk, () => hours * HOUR);
        desk.broker.fillsAtOnce = true;
        const opening = desk.portfolio.cash();
        for (const { ahead, side, ticks } of steps) {
          hours = ahead;
          desk.oms.place(desk.intent({ side, price: 16_420 + 5 * ticks }));
          await settle();
          const trades = desk.store.trades(desk.store.identity.accountId, 0);
          const moved = trades.reduce(
            (sum, trade) => sum - (trade.side === 'BUY' ? 1 : -1) * trade.quantity * trade.fillPrice - trade.charges,
            0,
          );
          expect(desk.portfolio.cash()).toBe(opening + moved);
        }
        desk.close();
      }),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);
