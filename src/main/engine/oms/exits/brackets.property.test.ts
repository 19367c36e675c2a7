import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';
import type { Fate } from '../../../../testing/scripted-broker.ts';

const LOT = 75;
const TARGET = 16_900;
const STOP = 16_000;

/** A long position of `lots` with target and stop, its entry filled at 164.00. */
async function held(lots: number): Promise<OrderDesk> {
  const desk = await scriptedDesk({ limits: { maxLots: null } });
  desk.oms.place(desk.intent({ lots, tpPrice: TARGET, slPrice: STOP }));
  await settle();
  desk.broker.fill('B1', lots * LOT, 16_400);
  await settle();
  return desk;
}

function close(desk: OrderDesk): void {
  desk.oms.close();
  desk.store.close();
}

/** Units of exits that work at the broker now, whatever we know of them. */
function working(desk: OrderDesk): number {
  return [...desk.broker.orders.values()]
    .filter(({ side, status }) => side === 'SELL' && (status === 'OPEN' || status === 'PARTIAL'))
    .reduce((sum, { quantity, filled }) => sum + quantity - filled, 0);
}

test(
  "B1' whatever a cancelled exit fills next to the one sent in its place is flattened within 2 s, once",
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.nat(3),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom<Fate>('accept', 'refuse'),
        fc.boolean(),
        async (lots, early, late, fate, dies) => {
          const before = Math.min(early, lots - 1);
          const after = Math.min(late, lots - before);
          const desk = await held(lots);
          const { broker, call } = desk;
          desk.tick(call.id, STOP - 10, STOP);
          await settle();
          if (before > 0) broker.fill('B2', before * LOT, STOP - 10);
          broker.end('B2', 'CANCELLED');
          await desk.advance(1_200);
          broker.fill('B3', (lots - before) * LOT, STOP - 10);
          await settle();
          expect(desk.portfolio.netQty(call.id)).toBe(0);
          const sent = broker.placed.length;
          broker.fates = [fate];
          broker.fill('B2', after * LOT, STOP - 20);
          if (dies) await desk.restart();
          await desk.advance(2_000);
          const flattening = [...broker.orders.values()].filter(({ side }) => side === 'BUY').slice(1);
          expect(flattening).toMatchObject([{ quantity: after * LOT, status: 'OPEN' }]);
          expect(broker.placed.length).toBe(sent + 1);
          broker.fill(flattening[0]!.brokerOrderId, after * LOT, STOP);
          await desk.advance(2_000);
          expect(desk.portfolio.netQty(call.id)).toBe(0);
          expect(broker.placed.length).toBe(sent + 1);
          close(desk);
        },
      ),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);

const step = fc.record({
  bid: fc.constantFrom(STOP - 400, STOP - 5, STOP, STOP + 5, 16_420, TARGET - 5, TARGET, TARGET + 300, 200_000),
  spread: fc.constantFrom(5, 10, 6_000),
  stale: fc.boolean(),
  after: fc.constantFrom(0, 200, 1_200),
});

test(
  'B3 no exit leaves on a stale price or one outside the band, and a sound one at the stop fires after all',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const desk = await held(1);
        const { broker, quotes, call } = desk;
        const left: string[] = [];
        broker.beforePlace = () => {
          const { bid } = quotes.get(call.id)!;
          if (quotes.isStale(call.id)) left.push('stale');
          else if (bid === 200_000) left.push('outside the band');
          else if (bid > STOP && bid < TARGET) left.push('neither stop nor target is reached');
        };
        for (const { bid, spread, stale, after } of steps) {
          if (stale) quotes.stale.add(call.id);
          else quotes.stale.delete(call.id);
          desk.tick(call.id, bid, bid + spread, 16_425);
          await desk.advance(after);
        }
        quotes.stale.delete(call.id);
        desk.tick(call.id, STOP, STOP + 10);
        await desk.advance(100);
        expect(left).toEqual([]);
        expect(desk.oms.orderViews().filter(({ source }) => source === 'BRACKET')).toHaveLength(1);
        close(desk);
      }),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);

test(
  'B4 an exit that the market jumps over is priced after it, never doubled, and done when it fills',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.integer({ min: 8_000, max: 15_900 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.constantFrom<Fate>('accept', 'accept', 'refuse', 'lost', 'unanswered'), { maxLength: 6 }),
        fc.nat(2),
        async (lots, bids, fates, parts) => {
          const desk = await held(lots);
          const { broker, call, portfolio } = desk;
          desk.tick(call.id, STOP - 10, STOP);
          await settle();
          broker.beforePlace = ({ quantity }) =>
            expect(quantity + working(desk)).toBeLessThanOrEqual(portfolio.netQty(call.id));
          if (parts > 0 && parts < lots) broker.fill('B2', parts * LOT, STOP - 10);
          broker.fates = [...fates];
          for (const bid of bids) {
            desk.tick(call.id, bid, bid + 10);
            await desk.advance(1_100);
            expect(working(desk)).toBeLessThanOrEqual(portfolio.netQty(call.id));
          }
          broker.fates = [];
          await desk.advance(12_000);
          const [live, ...others] = [...broker.orders.values()].filter(
            ({ side, status }) => side === 'SELL' && (status === 'OPEN' || status === 'PARTIAL'),
          );
          expect(others).toEqual([]);
          expect(live!.price).toBeLessThanOrEqual(bids.at(-1)!);
          expect(live!.quantity - live!.filled).toBe(portfolio.netQty(call.id));
          expect(desk.lines().some((line) => line.startsWith('UNPROTECTED'))).toBe(true);
          broker.fill(live!.brokerOrderId, live!.quantity - live!.filled, bids.at(-1)!);
          await desk.advance(1_100);
          expect(portfolio.netQty(call.id)).toBe(0);
          expect(desk.store.brackets(desk.store.identity.accountId)[0]!.state).toBe('DONE');
          close(desk);
        },
      ),
      { numRuns: propertyRuns, examples: [[1, [8000, 8000], ['refuse', 'accept', 'lost'], 0]] },
    );
  },
  propertyTimeout,
);
