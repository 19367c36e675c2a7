import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Instrument } from '../../../contract/market.ts';
import { marginOf } from '../domain/margin.ts';
import { scriptedDesk, settle } from '../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../testing/property-runs.ts';
import type { Fate } from '../../../testing/scripted-broker.ts';

const LOT = 75;
const PRICE = 16_425;
const lots = fc.integer({ min: -2, max: 2 });
/** What becomes of the exits at work, and whether the process dies. */
const turn = fc.record({
  fills: fc.constantFrom('nothing', 'a lot', 'all'),
  which: fc.nat(3),
  fate: fc.constantFrom<Fate>('accept', 'accept', 'refuse', 'lost', 'unanswered'),
  dies: fc.constantFrom(false, false, false, true),
  after: fc.integer({ min: 50, max: 1_600 }),
});

async function holding(desk: OrderDesk, held: readonly (readonly [Instrument, number])[]): Promise<void> {
  desk.store.transaction((tx) => tx.saveAccountMargin(desk.store.identity.accountId, 5_000_000_000));
  desk.quotes.set(desk.lowPut.id, {});
  await desk.restart();
  desk.broker.fillsAtOnce = true;
  for (const [{ id }, count] of held) {
    if (count === 0) continue;
    const side = count > 0 ? 'BUY' : 'SELL';
    const price = count > 0 ? 16_430 : 16_420;
    desk.oms.place(desk.intent({ instrumentId: id, side, lots: Math.abs(count), price }));
    await settle();
  }
  desk.broker.fillsAtOnce = false;
}

test(
  'SQ1 SQ2 SQ3 over a running desk: no fill of a square-off needs more margin or crosses zero, and it ends flat or says what is left',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(lots, lots, lots),
        fc.array(turn, { maxLength: 8 }),
        fc.constantFrom(null, 0, 1, 2),
        async (counts, turns, unpriced) => {
          const desk = await scriptedDesk({ limits: { maxLots: null } });
          const held = [desk.call, desk.put, desk.lowPut].map((each, index) => [each, counts[index]!] as const);
          await holding(desk, held);
          const { broker } = desk;
          const opened = broker.fills.length;
          if (unpriced !== null) desk.quotes.set(held[unpriced]![0].id, { bid: 0, ask: 0 });
          desk.oms.kill('enough', true);
          for (const { fills, which, fate, dies, after } of turns) {
            broker.fates = [fate];
            await desk.advance(after);
            const working = broker.ids().filter((id) => broker.orders.get(id)!.status === 'OPEN');
            const id = working[which % Math.max(1, working.length)];
            const left = id === undefined ? 0 : broker.orders.get(id)!.quantity - broker.orders.get(id)!.filled;
            if (id !== undefined && fills !== 'nothing') broker.fill(id, fills === 'all' ? left : LOT, PRICE);
            if (dies) await desk.restart();
          }
          broker.fates = [];
          broker.fillsAtOnce = true;
          await desk.advance(120_000);

          const net = new Map(held.map(([instrument, count]) => [instrument, count * LOT]));
          const margin = () =>
            marginOf(
              [...net].map(([instrument, netQty]) => ({ instrument, netQty, product: 'NRML', ltp: PRICE, iv: 0.14 })),
              { NIFTY: 2_600_000 },
              '2026-11-23',
            ).total;
          const before = margin();
          // The premium of longs that stay is counted in full once their shorts are gone.
          const premiums = counts.reduce((sum, count) => sum + Math.max(0, count) * LOT * PRICE, 0);
          for (const { instrumentId, side, quantity } of broker.fills.slice(opened)) {
            const instrument = [...net.keys()].find(({ id }) => id === instrumentId)!;
            const was = net.get(instrument)!;
            const is = was + (side === 'BUY' ? quantity : -quantity);
            expect(was * is >= 0 && Math.abs(is) < Math.abs(was)).toBe(true);
            net.set(instrument, is);
            expect(margin()).toBeLessThanOrEqual(before + premiums);
          }
          const left = [...net].filter(([, netQty]) => netQty !== 0).map(([{ name }]) => name);
          const priceless = unpriced === null ? undefined : held[unpriced]![0].name;
          // Longs stay as well while a short beside them has no price to be bought back at.
          expect(left.length === 0 || left.includes(priceless ?? '')).toBe(true);
          const told = desk.lines().findLast((line) => line.startsWith('Square-off: still open')) ?? '';
          expect(left.filter((name) => !told.includes(name))).toEqual([]);
          desk.close();
        },
      ),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);
