import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LockScope, LockTerms } from '../../../../contract/protection.ts';
import type { AppError } from '../../core/app-error.ts';
import { lockProfit, UNLOCKED } from '../../domain/profit-lock.ts';
import type { ProfitLockRecord } from '../../store/desk-store.ts';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';
import type { Fate } from '../../../../testing/scripted-broker.ts';

const runs = { numRuns: propertyRuns };
const TICK = 5;
const LOT = 75;
const ENTRY = 16_400;

/** Long and short are the same thing mirrored: 1 and −1. */
type Sign = 1 | -1;
const sign = fc.constantFrom<Sign>(1, -1);

/** Amounts that one lot earns in so many ticks, so that floors are met exactly. */
const ticks = (max: number) => fc.integer({ min: 1, max }).map((count) => count * TICK * LOT);
const anyTerms: fc.Arbitrary<LockTerms> = fc.record({
  trigger: ticks(60),
  floor: ticks(60),
  trail: fc.option(fc.record({ every: ticks(20), by: ticks(20) })),
  net: fc.constant(false),
});
const isSound = ({ trigger, floor, trail }: LockTerms) =>
  floor < trigger && (trail === null || trail.by <= trail.every);
const terms = anyTerms.filter(isSound);

/** What one lot has gained per unit, in ticks. */
const gain = fc.integer({ min: -60, max: 160 });
const beside = fc.constantFrom('nothing', 'nothing', 'restart', 'crash', 'stale', 'adds', 'closes one');
const moves = fc.array(fc.record({ gain, beside }), { minLength: 1, maxLength: 12 });

/** A position at its entry: nothing gained. */
async function held(side: Sign = 1, lots = 1): Promise<OrderDesk> {
  const desk = await scriptedDesk({ limits: { maxLots: null } });
  await trade(desk, side, lots, ENTRY);
  at(desk, ENTRY);
  return desk;
}

/** An order by hand, filled whole at `price`. */
async function trade(desk: OrderDesk, side: Sign, lots: number, price: number, instrumentId = desk.call.id) {
  const { bid, ask } = desk.quotes.get(instrumentId)!;
  desk.oms.place(desk.intent({ instrumentId, side: side > 0 ? 'BUY' : 'SELL', lots, price: side > 0 ? ask : bid }));
  await settle();
  desk.broker.fill(desk.broker.ids().at(-1)!, lots * LOT, price);
}

const scopeOf = (desk: OrderDesk): LockScope => ({ type: 'POSITION', instrumentId: desk.call.id });
const at = (desk: OrderDesk, price: number) => desk.tick(desk.call.id, price, price, price);
const priceAt = (side: Sign, gained: number) => ENTRY + side * gained * TICK;
const stored = (desk: OrderDesk): ProfitLockRecord | undefined =>
  desk.store.profitLocks(desk.store.identity.accountId)[0];
const exits = (desk: OrderDesk) => desk.oms.orderViews().filter(({ source }) => source === 'SQUARE_OFF');
const hits = (desk: OrderDesk) => desk.lines().filter((line) => line.includes(' hit: ')).length;

async function die(desk: OrderDesk, how: string): Promise<void> {
  if (how === 'restart') await desk.restart();
  if (how === 'crash') {
    desk.crash();
    await desk.start();
  }
}

test(
  'PL1 over a running desk: no tick, restart, stale moment, purchase or sale lowers a floor',
  async () => {
    await fc.assert(
      fc.asyncProperty(terms, moves, async (rule, seen) => {
        const desk = await held(1, 2);
        desk.oms.profitLocks.arm(scopeOf(desk), rule);
        let floor = -Infinity;
        for (const { gain: gained, beside: what } of seen) {
          const price = priceAt(1, gained);
          if (what === 'stale') desk.quotes.stale.add(desk.call.id);
          at(desk, price);
          desk.quotes.stale.delete(desk.call.id);
          if (what === 'adds') await trade(desk, 1, 1, price);
          if (what === 'closes one' && desk.portfolio.netQty(desk.call.id) > LOT) await trade(desk, -1, 1, price);
          await die(desk, what);
          await settle();
          if (exits(desk).length > 0) break;
          const shown = desk.oms.profitLocks.views()[0]!.floor ?? -Infinity;
          expect(shown).toBeGreaterThanOrEqual(floor);
          expect(stored(desk)!.lock.floor ?? -Infinity).toBe(shown);
          floor = shown;
          await desk.advance(200);
        }
        desk.close();
      }),
      runs,
    );
  },
  propertyTimeout,
);

test(
  'PL2 over a running desk: only floor < trigger and by ≤ every is armed; what is refused changes nothing',
  async () => {
    await fc.assert(
      fc.asyncProperty(terms, anyTerms, async (first, second) => {
        const desk = await held();
        desk.oms.profitLocks.arm(scopeOf(desk), first);
        let code: string | null = null;
        try {
          desk.oms.profitLocks.arm(scopeOf(desk), second);
        } catch (error) {
          ({ code } = error as AppError);
        }
        expect(code).toBe(isSound(second) ? null : 'SETTING_INVALID');
        await desk.restart();
        expect(desk.oms.profitLocks.views().map((lock) => lock.terms)).toEqual([isSound(second) ? second : first]);
        desk.close();
      }),
      runs,
    );
  },
  propertyTimeout,
);

const fate = fc.constantFrom<Fate>('accept', 'refuse', 'lost', 'unanswered');

test(
  'PL3 over a running desk: once armed it exits once, whatever becomes of the exit and whenever the process dies',
  async () => {
    const after = fc.array(fc.record({ gain, beside, wait: fc.nat(1_500) }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        sign,
        fc.integer({ min: 1, max: 2 }),
        fc.array(fate, { maxLength: 4 }),
        after,
        async (side, lots, fates, then) => {
          const desk = await held(side, side > 0 ? lots : 1);
          const { broker, call } = desk;
          desk.oms.profitLocks.arm(scopeOf(desk), { trigger: 300 * LOT, floor: 200 * LOT, trail: null, net: false });
          at(desk, priceAt(side, 80));
          broker.fates = [...fates];
          at(desk, priceAt(side, 10));
          for (const { gain: gained, beside: what, wait } of then) {
            await settle();
            await die(desk, what);
            at(desk, priceAt(side, gained));
            await desk.advance(wait);
          }
          broker.fates = [];
          broker.fillsAtOnce = true;
          await desk.advance(120_000);
          for (const id of broker.ids()) {
            const { status, quantity, filled, price } = broker.orders.get(id)!;
            if (status === 'OPEN' || status === 'PARTIAL') broker.fill(id, quantity - filled, price);
          }
          await desk.advance(5_000);
          let net = 0;
          for (const fill of broker.fills) {
            net += fill.side === 'BUY' ? fill.quantity : -fill.quantity;
            expect(side * net).toBeGreaterThanOrEqual(0);
          }
          expect([net, desk.portfolio.netQty(call.id), hits(desk)]).toEqual([0, 0, 1]);
          const sent = broker.placed.length;
          at(desk, priceAt(side, 100));
          at(desk, priceAt(side, -50));
          await desk.restart();
          await desk.advance(2_000);
          expect(broker.placed.length).toBe(sent);
          desk.close();
        },
      ),
      runs,
    );
  },
  propertyTimeout,
);

const deal = fc.record({
  ofCall: fc.boolean(),
  side: sign,
  lots: fc.integer({ min: 1, max: 2 }),
  price: fc.integer({ min: 3_200, max: 3_360 }).map((count) => count * TICK),
  marks: fc.tuple(fc.integer({ min: 3_200, max: 3_360 }), fc.integer({ min: 3_200, max: 3_360 })),
  restarts: fc.boolean(),
});

test(
  'PL4 over a running desk: the profit is booked and open of the confirmed positions of its scope alone, net as said',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(deal, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        fc.boolean(),
        async (deals, net, isPosition) => {
          const desk = await held(1, 2);
          const { broker, call, put } = desk;
          const out = { trigger: 1e9, floor: 1, trail: null, net };
          desk.oms.profitLocks.arm(isPosition ? scopeOf(desk) : { type: 'STRATEGY', strategyId: null }, out);
          const inScope = (instrumentId: number) => !isPosition || instrumentId === call.id;
          /** By the broker's own fills, as many as were told. */
          const expected = (told: number): number => {
            const fills = broker.fills.slice(0, told).filter(({ instrumentId }) => inScope(instrumentId));
            let amount = 0;
            for (const { id } of [call, put]) {
              const own = fills.filter(({ instrumentId }) => instrumentId === id);
              const signed = own.map(
                ({ side, quantity, price }) => [side === 'BUY' ? quantity : -quantity, price] as const,
              );
              const held = signed.reduce((sum, [quantity]) => sum + quantity, 0);
              const { bid, ask } = desk.quotes.get(id)!;
              amount +=
                held * (held > 0 ? bid : ask) - signed.reduce((sum, [quantity, price]) => sum + quantity * price, 0);
            }
            const trades = desk.store.trades(desk.store.identity.accountId, 0);
            const charged = trades.filter(({ instrumentId }) => inScope(instrumentId));
            return amount - (net ? charged.reduce((sum, { charges }) => sum + charges, 0) : 0);
          };
          const shown = () => desk.oms.profitLocks.views()[0]!.profit;
          for (const { ofCall, side, lots, price, marks, restarts } of deals) {
            const { id } = ofCall ? call : put;
            // A position that turned over is another one.
            const wanted = ofCall && side < 0 && desk.portfolio.netQty(id) <= lots * LOT ? 1 : side;
            const { bid, ask } = desk.quotes.get(id)!;
            const order = desk.oms.place(
              desk.intent({
                instrumentId: id,
                side: wanted > 0 ? 'BUY' : 'SELL',
                lots,
                price: wanted > 0 ? ask : bid,
              }),
            );
            await settle();
            const told = broker.fills.length;
            broker.held = [];
            if (order.state !== 'DENIED') broker.fill(broker.ids().at(-1)!, lots * LOT, price);
            expect(shown()).toBe(expected(told));
            broker.deliver();
            if (restarts) await desk.restart();
            marks.forEach((mark, index) => {
              desk.tick([call, put][index]!.id, mark * TICK, mark * TICK + 10);
            });
            expect(shown()).toBe(expected(broker.fills.length));
            await desk.advance(300);
          }
          desk.close();
        },
      ),
      runs,
    );
  },
  propertyTimeout,
);

test(
  'PL5 over a running desk: each ratchet is stored at its tick, so that a death anywhere resumes at the same floor',
  async () => {
    await fc.assert(
      fc.asyncProperty(sign, terms, moves, async (side, rule, seen) => {
        const desk = await held(side);
        desk.oms.profitLocks.arm(scopeOf(desk), rule);
        let state = UNLOCKED;
        for (const { gain: gained, beside: what } of seen) {
          at(desk, priceAt(side, gained));
          state = lockProfit(rule, state, gained * TICK * LOT);
          expect(stored(desk)!.lock).toEqual(state);
          await die(desk, what);
          await settle();
          expect(stored(desk)!.lock).toEqual(state);
          expect(exits(desk)).toHaveLength(state.phase === 'HIT' ? 1 : 0);
        }
        desk.close();
      }),
      runs,
    );
  },
  propertyTimeout,
);

test(
  'PL6 over a running desk: a restart exits when it finds the profit at or below the floor, once, and only then',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        sign,
        terms,
        fc.nat(40),
        fc.integer({ min: -4, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        async (side, rule, beyond, off, restarts) => {
          const desk = await held(side);
          const { quotes, call } = desk;
          desk.oms.profitLocks.arm(scopeOf(desk), rule);
          at(desk, priceAt(side, rule.trigger / TICK / LOT + beyond));
          const { floor } = stored(desk)!.lock;
          desk.crash();
          // The market moved while nobody was there, to about the floor.
          const price = priceAt(side, floor! / TICK / LOT + off);
          quotes.set(call.id, { bid: price, ask: price, ltp: price });
          for (let times = 0; times < restarts; times++) await desk.restart();
          await desk.advance(300);
          const working = exits(desk).filter(({ state }) => state === 'OPEN');
          expect(working).toHaveLength(off <= 0 ? 1 : 0);
          expect(hits(desk)).toBe(off <= 0 ? 1 : 0);
          for (const { brokerOrderId } of working) desk.broker.fill(brokerOrderId!, LOT, price);
          await desk.advance(3_000);
          expect(desk.portfolio.netQty(call.id)).toBe(off <= 0 ? 0 : side * LOT);
          desk.close();
        },
      ),
      runs,
    );
  },
  propertyTimeout,
);
