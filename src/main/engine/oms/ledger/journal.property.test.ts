import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLive } from '../../domain/order.ts';
import type { OrderRecord, TradeRecord } from '../../domain/order.ts';
import { isFinal } from '../../domain/order-transitions.ts';
import { replayOrder } from '../../domain/order-fold.ts';
import { happen, happening } from '../../../../testing/desk-life.ts';
import { scriptedDesk } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';

const runs = { numRuns: propertyRuns };
const life = fc.array(happening, { maxLength: 25 });
const account = (desk: OrderDesk) => desk.store.identity.accountId;
const ordersOf = (desk: OrderDesk) => desk.store.orders(account(desk), 0);
const tradesOf = (desk: OrderDesk) => desk.store.trades(account(desk), 0);

/** Units a trade or the row of a bust moves a position by. */
const signed = ({ side, quantity }: Pick<TradeRecord, 'side' | 'quantity'>) => (side === 'BUY' ? quantity : -quantity);
const total = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0);

test(
  'O1 O2 O3 over a running desk: each stored order has filled what its trades say, and ends once but for new ones',
  async () => {
    await fc.assert(
      fc.asyncProperty(life, async (happenings) => {
        const desk = await scriptedDesk({ limits: { maxLots: null } });
        let before = new Map<string, { order: OrderRecord; trades: number }>();
        for (const each of happenings) {
          await happen(desk, each);
          const now: typeof before = new Map();
          const trades = tradesOf(desk);
          for (const order of ordersOf(desk)) {
            const own = trades.filter(({ orderId }) => orderId === order.id);
            const sign = order.side === 'BUY' ? 1 : -1;
            expect(order.filled).toBe(total(own.map((trade) => sign * signed(trade))));
            expect(order.filledValue).toBe(total(own.map((trade) => sign * signed(trade) * trade.fillPrice)));
            expect(order.filled).toBeGreaterThanOrEqual(0);
            expect(order.filled <= order.quantity && (order.filled < order.quantity || !isLive(order.state))).toBe(
              true,
            );
            const was = before.get(order.id);
            const reopened =
              was !== undefined && isFinal(was.order.state) && was.order.state !== order.state ? was : undefined;
            expect(
              reopened === undefined || reopened.order.state === 'NOT_PLACED' || own.length > reopened.trades,
            ).toBe(true);
            now.set(order.id, { order, trades: own.length });
          }
          before = now;
        }
        desk.close();
      }),
      runs,
    );
  },
  propertyTimeout,
);

test(
  'O8 O9 over a running desk: each journal counts on without a gap, and comes to the stored order, also from a part of it',
  async () => {
    await fc.assert(
      fc.asyncProperty(life, fc.nat(30), async (happenings, cut) => {
        const desk = await scriptedDesk({ limits: { maxLots: null } });
        for (const each of happenings) {
          await happen(desk, each);
          for (const order of ordersOf(desk)) {
            const journal = desk.store.journal(order.id);
            expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, index) => index + 1));
            const replayed = replayOrder(journal);
            expect(replayed.record).toEqual(order);
            const at = Math.max(1, Math.min(cut, journal.length));
            expect(replayOrder(journal.slice(at), replayOrder(journal.slice(0, at)))).toEqual(replayed);
          }
        }
        // What is in memory is what is stored: a start from the journal shows the same.
        const shown = desk.oms.orderViews();
        desk.crash();
        const settled = ({ state }: { state: string }) => state !== 'SENDING' && state !== 'QUEUED';
        const again = new Map(desk.oms.orderViews().map((order) => [order.id, order]));
        for (const order of shown.filter(settled))
          expect(again.get(order.id)).toMatchObject({ state: order.state, filled: order.filled });
        desk.close();
      }),
      runs,
    );
  },
  propertyTimeout,
);

test(
  'P1 P2 P3 over a running desk: units are the sum of the trades, money is conserved exactly, flat costs nothing',
  async () => {
    await fc.assert(
      fc.asyncProperty(life, async (happenings) => {
        const desk = await scriptedDesk({ limits: { maxLots: null } });
        for (const each of happenings) {
          await happen(desk, each);
          const trades = tradesOf(desk);
          for (const { instrumentId, netQty, cost, realised } of desk.store.positions(account(desk))) {
            const own = trades.filter((trade) => trade.instrumentId === instrumentId);
            expect(netQty).toBe(total(own.map(signed)));
            expect(realised - cost).toBe(total(own.map((trade) => -signed(trade) * trade.fillPrice)));
            expect(netQty === 0 ? cost : 0).toBe(0);
            expect(desk.portfolio.netQty(instrumentId)).toBe(netQty);
          }
        }
        desk.close();
      }),
      runs,
    );
  },
  propertyTimeout,
);
