import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { OrderDesk, settle } from '../../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';
import { ScriptedBroker, SCRIPTED_CAPABILITIES } from '../../../../testing/scripted-broker.ts';
import type { Fate } from '../../../../testing/scripted-broker.ts';

const LOT = 75;
const TARGET = 16_900;
const STOP = 16_000;

/** A long position of four lots by two entries, each with a target and a stop at the exchange. */
async function held(): Promise<OrderDesk> {
  const desk = new OrderDesk(
    ({ clock }) => new ScriptedBroker({ ...SCRIPTED_CAPABILITIES, maxModifications: 4 }, () => clock.monotonic()),
    { limits: { maxLots: null } },
  );
  desk.residentStops = true;
  await desk.restart();
  for (const lots of [1, 3]) {
    desk.oms.place(desk.intent({ lots, tpPrice: TARGET, slPrice: STOP }));
    await settle();
    desk.broker.fill(desk.broker.ids().at(-1)!, lots * LOT, 16_400);
  }
  await desk.advance(600);
  return desk;
}

const sells = ({ broker }: OrderDesk) =>
  [...broker.orders.values()].filter(
    ({ side, status }) => side === 'SELL' && ['TRIGGER_PENDING', 'OPEN', 'PARTIAL'].includes(status),
  );
/** Units that may still be sold at the exchange, and those held there, whatever this side knows. */
const atWork = (desk: OrderDesk) => sells(desk).reduce((sum, { quantity, filled }) => sum + quantity - filled, 0);
const truth = ({ broker }: OrderDesk) =>
  broker.fills.reduce((net, { side, quantity }) => net + (side === 'BUY' ? quantity : -quantity), 0);

/** What is priced at the bid or through it trades. */
function fillAtMarket({ broker }: OrderDesk): void {
  for (const { brokerOrderId, side, status, price, quantity, filled } of broker.orders.values()) {
    const isOpen = status === 'OPEN' || status === 'PARTIAL';
    if (side === 'SELL' && isOpen && price <= 16_400) broker.fill(brokerOrderId, quantity - filled, 16_400);
  }
}

const ACTS = {
  half: (desk: OrderDesk) => desk.oms.closePosition(desk.call.id, 0.5, desk.ids.uuid()),
  all: (desk: OrderDesk) => desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid()),
  limit: (desk: OrderDesk) => {
    // Beside an exit at work a sell more would be an entry, and the trader's own affair.
    const exits = desk.oms.orderViews().some((each) => {
      return each.side === 'SELL' && each.status === 'PENDING' && each.triggerPrice === null;
    });
    const lots = desk.portfolio.netQty(desk.call.id) / LOT;
    if (exits || lots < 1) return;
    desk.oms.place(desk.intent({ side: 'SELL', lots: Math.ceil(lots / 2), price: 16_800 }));
  },
  cancelAll: (desk: OrderDesk) => desk.oms.cancelAll(null),
  target: (desk: OrderDesk) => desk.tick(desk.call.id, TARGET, TARGET + 5),
  back: (desk: OrderDesk) => desk.tick(desk.call.id, 16_400, 16_410),
  move: (desk: OrderDesk) =>
    desk.oms.protect(desk.call.id, null, {
      tpPrice: TARGET,
      slPrice: STOP + 5 * desk.broker.heard.length,
      trail: null,
    }),
  fill: ({ broker }: OrderDesk) => {
    const open = [...broker.orders.values()].find(({ side, status }) => side === 'SELL' && status === 'OPEN');
    if (open !== undefined) broker.fill(open.brokerOrderId, LOT, open.price);
  },
  elsewhere: ({ broker }: OrderDesk) => {
    const stop = [...broker.orders.values()].find(({ status }) => status === 'TRIGGER_PENDING');
    if (stop !== undefined) broker.end(stop.brokerOrderId, 'CANCELLED');
  },
  restart: (desk: OrderDesk) => desk.restart(),
  squareOff: (desk: OrderDesk) => desk.oms.kill('test', true),
};

const step = fc.record({
  act: fc.constantFrom(...(Object.keys(ACTS) as (keyof typeof ACTS)[])),
  fates: fc.array(fc.constantFrom<Fate>('accept', 'accept', 'accept', 'refuse', 'lost', 'unanswered'), {
    maxLength: 3,
  }),
  after: fc.constantFrom(0, 100, 400, 1_600, 6_000),
});

test(
  'B1 B2 SQ2 whatever exits are asked for, the exchange never has sells for more than is held, and the stops come back',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const desk = await held();
        const tooMuch: string[] = [];
        desk.broker.updates.on(({ type }) => {
          if (type === 'order' && atWork(desk) > Math.max(0, truth(desk))) {
            tooMuch.push(`${atWork(desk)} at work, ${truth(desk)} held`);
          }
        });
        for (const { act, fates, after } of steps) {
          desk.broker.fates = [...fates];
          // What is refused is an answer.
          await Promise.resolve()
            .then(() => void Promise.resolve(ACTS[act](desk)).catch(() => {}))
            .catch(() => {});
          await desk.advance(after);
        }
        desk.broker.fates = [];
        for (let second = 0; second < 45; second++) {
          desk.tick(desk.call.id, 16_400, 16_410);
          fillAtMarket(desk);
          await desk.advance(1_000);
        }
        expect(tooMuch).toEqual([]);
        const net = truth(desk);
        expect(net).toBeGreaterThanOrEqual(0);
        expect(desk.portfolio.netQty(desk.call.id)).toBe(net);
        // All of it is on its way out, or has its stop at the exchange.
        expect(atWork(desk)).toBe(net);
        desk.oms.close();
        desk.store.close();
      }),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);
