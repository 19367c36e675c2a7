import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Trail } from '../../../../contract/protection.ts';
import type { AppError } from '../../core/app-error.ts';
import { trailedStop, trailProblem } from '../../domain/trailing.ts';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';

const runs = { numRuns: propertyRuns };
const TICK = 5;
const LOT = 75;

/** Long and short are the same thing mirrored: 1 and −1. */
type Sign = 1 | -1;
const price = fc.integer({ min: 3_160, max: 3_420 }).map((ticks) => ticks * TICK);

const trail: fc.Arbitrary<Trail> = fc
  .record(
    {
      follow: fc.oneof(
        fc
          .tuple(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0.01, max: 1, noNaN: true }))
          .map(([every, part]) => ({ type: 'STEP' as const, every, by: Math.max(1, Math.floor(every * part)) })),
        fc.integer({ min: 1, max: 600 }).map((by) => ({ type: 'DISTANCE' as const, by })),
        fc.integer({ min: 1, max: 500 }).map((part) => ({ type: 'PERCENT' as const, percent: part / 100 })),
        fc.constant(null),
      ),
      after: fc.oneof(fc.constant(0), fc.nat(300)),
      breakEvenAfter: fc.option(fc.integer({ min: 1, max: 400 })),
    },
    // As a call brings it.
    { noNullPrototype: true },
  )
  .filter((each) => trailProblem(each) === null);

/** A position of two fills, and where its stop is set: so many ticks on the losing side of the market. */
interface Begun {
  side: Sign;
  fills: [number, number];
  now: number;
  off: number;
  trail: Trail;
}
const begun: fc.Arbitrary<Begun> = fc.record({
  side: fc.constantFrom<Sign>(1, -1),
  fills: fc.tuple(price, price),
  now: price,
  off: fc.integer({ min: 1, max: 60 }),
  trail,
});

/** A tick, and what happens beside it. */
interface Move {
  price: number;
  beside: 'nothing' | 'restart' | 'crash' | 'stale' | 'target' | 'one side';
}
const move: fc.Arbitrary<Move> = fc.record({
  price,
  beside: fc.constantFrom('nothing', 'nothing', 'restart', 'crash', 'stale', 'target', 'one side'),
});

async function held({ side, fills, now }: Pick<Begun, 'side' | 'fills' | 'now'>): Promise<OrderDesk> {
  const desk = await scriptedDesk();
  desk.oms.place(desk.intent({ side: side > 0 ? 'BUY' : 'SELL', lots: 2, price: side > 0 ? 16_430 : 16_420 }));
  await settle();
  for (const filledAt of fills) desk.broker.fill('B1', LOT, filledAt);
  at(desk, now);
  return desk;
}

const at = (desk: OrderDesk, px: number) => desk.tick(desk.call.id, px, px, px);
const protect = (desk: OrderDesk, slPrice: number, by: Trail | null, tpPrice: number | null = null) =>
  desk.oms.protect(desk.call.id, null, { tpPrice, slPrice, trail: by });
const stopOf = (desk: OrderDesk): number | null => desk.oms.positionViews()[0]!.slPrice;
const hasFired = (desk: OrderDesk): boolean => desk.oms.orderViews().some(({ source }) => source === 'BRACKET');

/** Sets the stop and lets the market go its way; hears of the stop in force and the best price that was believed. */
async function trailing(
  desk: OrderDesk,
  { side, now, off, trail: by }: Begun,
  moves: readonly Move[],
  hear: (stop: number, best: number) => void,
): Promise<void> {
  protect(desk, now - side * off * TICK, by);
  let [last, best] = [now, now];
  hear(stopOf(desk)!, best);
  for (const { price: px, beside } of moves) {
    const target = side > 0 ? 20_000 : 10_000;
    const { call, quotes } = desk;
    if (beside === 'stale') {
      quotes.stale.add(call.id);
      at(desk, px);
      quotes.stale.delete(call.id);
      at(desk, last);
    } else if (beside === 'one side') {
      // The price to exit at alone is better: the last price does not confirm it.
      desk.tick(call.id, side > 0 ? 17_400 : px, side > 0 ? 17_410 : 15_500, px);
      best = side * (px - best) > 0 ? px : best;
      at(desk, px);
      last = px;
    } else {
      at(desk, px);
      last = px;
      best = side * (px - best) > 0 ? px : best;
    }
    if (hasFired(desk)) return;
    if (beside === 'target') protect(desk, stopOf(desk)!, by, target);
    if (beside === 'crash') {
      desk.crash();
      await desk.start();
    }
    if (beside === 'restart') await desk.restart();
    if (hasFired(desk)) return;
    hear(stopOf(desk)!, best);
  }
}

test(
  'TS1 over a running desk: no tick, restart, stale moment or target beside it loosens a stop',
  async () => {
    await fc.assert(
      fc.asyncProperty(begun, fc.array(move, { maxLength: 12 }), async (from, moves) => {
        const desk = await held(from);
        let stop = from.now - from.side * from.off * TICK;
        await trailing(desk, from, moves, (next) => {
          expect(from.side * (next - stop)).toBeGreaterThanOrEqual(0);
          stop = next;
        });
        desk.close();
      }),
      runs,
    );
  },
  propertyTimeout,
);

test(
  'TS2 over a running desk: a stop is armed on the losing side of the price alone, and stays there as it trails',
  async () => {
    await fc.assert(
      fc.asyncProperty(begun, fc.integer({ min: -40, max: 40 }), price, async (from, off, then) => {
        const desk = await held(from);
        const { side, now } = from;
        const asked = now - side * off * TICK;
        let refused: string | null = null;
        try {
          protect(desk, asked, from.trail);
        } catch (error) {
          refused = (error as AppError).code;
        }
        expect(refused === null).toBe(off > 0);
        // A better price moves it, and never to where it would exit at that price.
        for (const px of [now, side * (then - now) > 0 ? then : now]) {
          at(desk, px);
          const stop = stopOf(desk);
          expect(stop === null ? null : side * (px - stop) > 0).toBe(off > 0 ? true : null);
          expect(hasFired(desk)).toBe(false);
        }
        desk.close();
      }),
      runs,
    );
  },
  propertyTimeout,
);

test(
  'TS3 over a running desk: the stop in force is that of entry, first stop, rule and best price, also after a death',
  async () => {
    await fc.assert(
      fc.asyncProperty(begun, fc.array(move, { maxLength: 12 }), async (from, moves) => {
        const desk = await held(from);
        const { side, now, off, fills } = from;
        const isLong = side > 0;
        const entry = Math.round((fills[0] + fills[1]) / 2);
        const counted = side * (now - entry) > 0 ? now : entry;
        const leg = { isLong, entry, from: counted, stop: now - side * off * TICK, tickSize: TICK };
        await trailing(desk, from, moves, (stop, best) => {
          expect(stop).toBe(trailedStop(leg, from.trail, best));
        });
        desk.close();
      }),
      runs,
    );
  },
  propertyTimeout,
);

test(
  'TS4 over a running desk: one that misses ticks never has the tighter stop, nor exits where the other does not',
  async () => {
    const seen = fc.array(fc.record({ price, missed: fc.boolean() }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(begun, seen, async (from, ticks) => {
        const [all, some] = [await held(from), await held(from)];
        const { side, now, off } = from;
        for (const desk of [all, some]) protect(desk, now - side * off * TICK, from.trail);
        for (const { price: px, missed } of ticks) {
          at(all, px);
          if (!missed) at(some, px);
          if (hasFired(all)) break;
          expect(hasFired(some)).toBe(false);
          expect(side * (stopOf(all)! - stopOf(some)!)).toBeGreaterThanOrEqual(0);
        }
        all.close();
        some.close();
      }),
      runs,
    );
  },
  propertyTimeout,
);
