import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BrokerBooks } from '../../brokers/broker.ts';
import { OrderDesk, scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';
import { SCRIPTED_CAPABILITIES, ScriptedBroker } from '../../../../testing/scripted-broker.ts';
import type { Fate } from '../../../../testing/scripted-broker.ts';

/** As `advance`, in longer steps: minutes in which only timers run. */
async function pass(desk: OrderDesk, ms: number): Promise<void> {
  const until = desk.clock.now() + ms;
  while (desk.clock.now() < until) {
    desk.clock.advanceTo(Math.min(until, desk.clock.now() + 500));
    await settle();
  }
}

const SCREEN_MS = 1_000;
const ASKED_MS = 90_000;

test(
  'O14 an order in doubt is on screen within 1 s, and resolved or put to the trader within 90 s of calm',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 5_000, 20_000, 30_000),
        fc.boolean(),
        fc.array(fc.constantFrom<Fate>('accept', 'lost', 'unanswered'), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 0, max: 20_000 }),
        fc.constantFrom('nothing', 'a crash', 'failing books', 'a silent stream', 'a new login'),
        async (orderBookLagMs, tagged, fates, trouble, kind) => {
          const capabilities = { ...SCRIPTED_CAPABILITIES, orderBookLagMs, tagged };
          const desk = await new OrderDesk(
            ({ clock }) => new ScriptedBroker(capabilities, () => clock.monotonic()),
          ).start();
          const { broker } = desk;
          broker.held = [];
          broker.booksFail = kind === 'failing books';
          broker.silent = kind === 'a silent stream';
          for (const [index, fate] of fates.entries()) {
            broker.fates = [fate];
            desk.oms.place(desk.intent({ price: 16_400 - index * 5 }));
            await settle();
          }
          const inDoubt = () => desk.oms.orderViews().filter(({ state }) => state === 'UNKNOWN');
          const shown = () => desk.oms.reconciliation().unknown.map(({ orderId }) => orderId);
          await desk.advance(SCREEN_MS);
          expect(
            inDoubt()
              .map(({ id }) => id)
              .toSorted(),
          ).toEqual(shown().toSorted());
          if (kind === 'a crash') await desk.restart();
          if (kind === 'a new login') broker.session = { ...broker.session, id: 'login-2' };
          await pass(desk, trouble);
          broker.booksFail = false;
          broker.silent = false;
          broker.deliver();
          await pass(desk, ASKED_MS + 1_000);
          const open = desk.oms.reconciliation().unknown;
          expect(
            inDoubt()
              .map(({ id }) => id)
              .toSorted(),
          ).toEqual(open.map(({ orderId }) => orderId).toSorted());
          expect(open.filter(({ asked }) => !asked)).toEqual([]);
          expect(desk.oms.orderViews().filter(({ state }) => state === 'SENDING')).toEqual([]);
          expect(tagged ? open : []).toEqual([]);
          desk.oms.close();
          desk.store.close();
        },
      ),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);

const LOT = 75;
const lots = fc.integer({ min: -3, max: 3 });

test(
  'P9 whatever the broker holds besides, the view shows exactly the difference; a failed read changes nothing',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ call: lots, put: lots }),
        fc.array(fc.record({ call: lots, put: lots, fails: fc.boolean() }), { minLength: 1, maxLength: 4 }),
        async (own, reads) => {
          const desk = await scriptedDesk({ limits: { maxLots: null } });
          const { broker, call, put, portfolio } = desk;
          broker.fillsAtOnce = true;
          for (const [instrument, count] of [[call, own.call] as const, [put, own.put] as const]) {
            if (count === 0) continue;
            const side = count > 0 ? 'BUY' : 'SELL';
            desk.oms.place(
              desk.intent({
                instrumentId: instrument.id,
                side,
                lots: Math.abs(count),
                price: side === 'BUY' ? 16_430 : 16_420,
              }),
            );
            await settle();
          }
          const truth = ScriptedBroker.prototype.books.bind(broker);
          const held = [portfolio.netQty(call.id), portfolio.netQty(put.id)];
          for (const { call: moreCalls, put: morePuts, fails } of reads) {
            broker.booksFail = fails;
            broker.books = async (): Promise<BrokerBooks> => {
              const books = await truth();
              const positions = [call, put].map(({ id: instrumentId }, index) => ({
                instrumentId,
                product: 'NRML' as const,
                netQty: held[index]! + [moreCalls, morePuts][index]! * LOT,
              }));
              return { ...books, positions };
            };
            void desk.oms.reconcile();
            await desk.advance(1_000);
            const { state, lines } = desk.oms.reconciliation();
            const unit = (id: number) => lines.find(({ instrumentId }) => instrumentId === id)?.units ?? 0;
            const agrees = moreCalls === 0 && morePuts === 0;
            // Our own books follow fills alone.
            expect([portfolio.netQty(call.id), portfolio.netQty(put.id)]).toEqual(held);
            expect(state).toBe(fails ? 'unread' : agrees ? 'agreed' : 'differs');
            expect(fails || (unit(call.id) === moreCalls * LOT && unit(put.id) === morePuts * LOT)).toBe(true);
            const entry = desk.intent({ side: own.call < 0 ? 'SELL' : 'BUY' });
            const { code } = desk.oms.preview(entry).denial ?? { code: null };
            expect(code === 'RMS_RECONCILING').toBe(state !== 'agreed');
          }
          desk.oms.close();
          desk.store.close();
        },
      ),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);
