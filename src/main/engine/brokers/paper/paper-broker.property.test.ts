import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlaceRequest } from '../broker.ts';
import { PaperAccount } from '../../../../testing/paper-account.ts';
import { propertyRuns } from '../../../../testing/property-runs.ts';
import type { ShownLevel } from '../../../../testing/paper-account.ts';

interface Shown {
  bids: ShownLevel[];
  asks: ShownLevel[];
}

const quantity = fc.integer({ min: 1, max: 600 });
/** A book around 164.00, five levels or fewer a side, never crossed. */
const shown: fc.Arbitrary<Shown> = fc
  .record({
    touch: fc.integer({ min: 3260, max: 3300 }),
    spread: fc.integer({ min: 1, max: 5 }),
    bids: fc.array(quantity, { maxLength: 5 }),
    asks: fc.array(quantity, { maxLength: 5 }),
  })
  .map(({ touch, spread, bids, asks }) => ({
    bids: bids.map((units, level): ShownLevel => [(touch - level) * 5, units]),
    asks: asks.map((units, level): ShownLevel => [(touch + spread + level) * 5, units]),
  }));

type Step =
  | { do: 'tick'; shown: Shown; ltp: number; stale: boolean }
  | { do: 'place'; side: 'BUY' | 'SELL'; lots: number; price: number; validity: 'DAY' | 'IOC' }
  | { do: 'stop'; side: 'BUY' | 'SELL'; lots: number; trigger: number; offset: number }
  | { do: 'modify'; which: number; lots: number; price: number }
  | { do: 'cancel'; which: number }
  | { do: 'wait'; ms: number };

const price = fc.integer({ min: 3250, max: 3310 }).map((ticks) => ticks * 5);
const lots = fc.integer({ min: 1, max: 6 });
const which = fc.nat(20);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('tick' as const),
      shown,
      ltp: price,
      stale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('place' as const),
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      lots,
      price,
      validity: fc.constantFrom('DAY' as const, 'DAY' as const, 'IOC' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('stop' as const),
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      lots,
      trigger: price,
      offset: fc.nat(6).map((ticks) => ticks * 5),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('modify' as const), which, lots, price }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 150 }) }) },
);

/** Plays the steps; `onFills` hears of each book with the fills made while it was shown. */
async function play(steps: readonly Step[], seed: number, watch: (account: PaperAccount, book: Shown) => void) {
  const account = new PaperAccount({ seed });
  let book: Shown = { bids: [], asks: [] };
  watch(account, book);
  for (const one of steps) {
    const ids = [...account.ledger.orders.keys()];
    switch (one.do) {
      case 'tick':
        watch(account, book);
        book = one.shown;
        account.book.stale = one.stale;
        account.tick(book.bids, book.asks, { ltp: one.ltp });
        break;
      case 'place':
        void account.broker.place(
          account.request({
            side: one.side,
            quantity: one.lots * 65,
            price: one.price,
            validity: one.validity,
          } satisfies Partial<PlaceRequest>),
        );
        break;
      case 'stop':
        void account.broker.place(
          account.request({
            side: one.side,
            quantity: one.lots * 65,
            triggerPrice: one.trigger,
            price: one.side === 'BUY' ? one.trigger + one.offset : one.trigger - one.offset,
          }),
        );
        break;
      case 'modify':
        if (ids.length > 0)
          void account.broker.modify(ids[one.which % ids.length]!, {
            quantity: one.lots * 65,
            price: one.price,
            triggerPrice: null,
          });
        break;
      case 'cancel':
        if (ids.length > 0) void account.broker.cancel(ids[one.which % ids.length]!);
        break;
      case 'wait':
        account.clock.advanceBy(one.ms);
        break;
    }
  }
  account.clock.advanceBy(1000);
  watch(account, book);
  return { account, books: await account.broker.books() };
}

/** The brokers a property listens to already. */
const heard = new WeakSet<object>();

describe('paper fills, for any book and any commands', () => {
  const steps = fc.array(step, { maxLength: 60 });

  it('no fill is better than the shown book, beyond its limit, or more than was shown; none on a stale feed', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(1000), async (played, seed) => {
        let seen = 0;
        let prices = new Map<string, number>();
        await play(played, seed, (account, book) => {
          const fresh = account.ledger.fills.slice(seen);
          seen = account.ledger.fills.length;
          expect(account.book.stale ? fresh.length : 0).toBe(0);
          expect(fresh.every((fill) => fill.quantity % 65 === 0)).toBe(true);
          for (const side of ['BUY', 'SELL'] as const) {
            const levels = new Map(side === 'BUY' ? book.asks : book.bids);
            for (const fill of fresh.filter((one) => one.side === side)) {
              const left = (levels.get(fill.price) ?? 0) - fill.quantity;
              expect(left).toBeGreaterThanOrEqual(0);
              levels.set(fill.price, left);
              const limits = [account.order(fill.brokerOrderId).price, prices.get(fill.brokerOrderId) ?? fill.price];
              const inside = (limit: number) => (side === 'BUY' ? fill.price <= limit : fill.price >= limit);
              expect(limits.some(inside)).toBe(true);
            }
          }
          prices = new Map([...account.ledger.orders.values()].map((order) => [order.brokerOrderId, order.price]));
        });
      }),
      { numRuns: propertyRuns },
    );
  });

  it('O1, O2: every order has filled what its fills say, within its quantity, and its status agrees', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(1000), async (played, seed) => {
        const { books } = await play(played, seed, () => undefined);
        for (const order of books.orders) {
          const filled = books.fills
            .filter(({ brokerOrderId }) => brokerOrderId === order.brokerOrderId)
            .reduce((sum, fill) => sum + fill.quantity, 0);
          expect(order.filled).toBe(filled);
          expect(order.filled).toBeLessThanOrEqual(order.quantity);
          const full = order.filled === order.quantity;
          expect(
            {
              TRIGGER_PENDING: filled === 0,
              OPEN: filled === 0,
              PARTIAL: filled > 0 && !full,
              FILLED: full,
              CANCELLED: !full,
              REJECTED: false,
              EXPIRED: !full,
            }[order.status],
          ).toBe(true);
        }
      }),
      { numRuns: propertyRuns },
    );
  });

  it('P1, P2: positions are the sum of the fills, and the money is conserved to the paisa', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(1000), async (played, seed) => {
        const { account, books } = await play(played, seed, () => undefined);
        const signed = (fill: { side: string; quantity: number }) =>
          fill.side === 'BUY' ? fill.quantity : -fill.quantity;
        const net = books.fills.reduce((sum, fill) => sum + signed(fill), 0);
        expect(books.positions).toEqual(net === 0 ? [] : [{ instrumentId: 7, product: 'NRML', netQty: net }]);
        const paid = books.fills.reduce((sum, fill) => sum + signed(fill) * fill.price, 0);
        const ltp = account.book.get(7)?.ltp ?? 0;
        const charged = 50_000_000 - paid + net * ltp - books.funds.available;
        expect(charged).toBeGreaterThanOrEqual(0);
        expect(charged > 0).toBe(books.fills.length > 0);
      }),
      { numRuns: propertyRuns },
    );
  });

  it('T10 a stop triggers when the market trades at or through its trigger on a live feed, and only then', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(1000), async (played, seed) => {
        const waiting = new Set<string>();
        const { account } = await play(played, seed, ({ broker, book }) => {
          if (heard.has(broker)) return;
          heard.add(broker);
          broker.updates.on((update) => {
            if (update.type !== 'order') return;
            const { brokerOrderId, status, triggerPrice, side } = update.order;
            if (status === 'TRIGGER_PENDING') waiting.add(brokerOrderId);
            if (status !== 'OPEN' || triggerPrice === null || !waiting.delete(brokerOrderId)) return;
            const ltp = book.get(7)!.ltp;
            expect(book.stale).toBe(false);
            expect(side === 'BUY' ? ltp >= triggerPrice : ltp <= triggerPrice).toBe(true);
          });
        });
        account.book.stale = false;
        account.tick([], [], { ltp: 16_400 });
        const orders = [...account.ledger.orders.values()];
        const late = orders.filter(({ status, side, triggerPrice }) => {
          const reached = side === 'BUY' ? 16_400 >= triggerPrice! : 16_400 <= triggerPrice!;
          return status === 'TRIGGER_PENDING' && reached;
        });
        expect(late).toEqual([]);
        expect(orders.filter(({ validity, status }) => validity === 'IOC' && status === 'OPEN')).toEqual([]);
        expect(account.errors).toEqual([]);
      }),
      { numRuns: propertyRuns },
    );
  });

  it('the same seed and inputs give the same books, and what was pushed is what the books say', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(1000), async (played, seed) => {
        const first = await play(played, seed, () => undefined);
        const second = await play(played, seed, () => undefined);
        expect(second.books).toEqual(first.books);
        expect(second.account.updates).toEqual(first.account.updates);
        const pushed = first.account.updates.flatMap((update) => (update.type === 'fill' ? [update.fill] : []));
        expect(pushed).toEqual(first.books.fills);
        expect(first.account.errors).toEqual([]);
      }),
      { numRuns: propertyRuns },
    );
  });
});
