import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { istDay } from '../../core/ist.ts';
import { marginOf } from '../../domain/margin.ts';
import { paperDesk } from '../../../../testing/paper-desk.ts';
import type { PaperDeskOptions } from '../../../../testing/paper-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';

/** The same estimate for both, as a session gives it to them. */
const estimated: PaperDeskOptions = {
  margin: ({ instrument, quotes, clock }, positions) =>
    marginOf(
      positions.map((position) => ({
        ...position,
        instrument: instrument(position.instrumentId),
        ltp: quotes.get(position.instrumentId)?.ltp ?? 0,
      })),
      { NIFTY: 2_600_000 },
      istDay(clock.now()),
    ).total,
};

/** The account has ₹5,00,000, and one lot of an option sold takes two fifths of it. */
const order = fc.record({
  what: fc.constantFrom('call' as const, 'put' as const),
  side: fc.constantFrom('BUY' as const, 'SELL' as const),
  lots: fc.integer({ min: 1, max: 6 }),
});

describe('margin', () => {
  test('of working orders is taken off what is free, in the panel and at the rules', async () => {
    const desk = await paperDesk(estimated);
    const before = desk.oms.funds();
    desk.oms.place(desk.intent({ side: 'SELL', price: 16_800 }));
    await desk.advance(500);
    const after = desk.oms.funds();
    expect(desk.oms.positionViews()).toEqual([]);
    expect(after.marginUsed).toBeGreaterThan(before.marginUsed);
    expect(after.available + after.marginUsed).toBe(before.available + before.marginUsed);
    expect((await desk.broker.books()).funds.available).toBe(after.available);
  });

  test(
    'what the rules pass the paper broker does not refuse for margin',
    async () => {
      let denied = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(order, { minLength: 1, maxLength: 8 }), async (orders) => {
          const desk = await paperDesk(estimated);
          desk.oms.setLimits({ maxLots: null, maxLoss: null });
          for (const { what, side, lots } of orders) {
            // Away from the market: it rests, and blocks.
            const price = side === 'BUY' ? 16_000 : 16_800;
            const placed = desk.oms.place(desk.intent({ instrumentId: desk[what].id, side, lots, price }));
            await desk.advance(400);
            if (placed.state === 'DENIED') denied += 1;
            expect(desk.order(placed.id).state).not.toBe('REJECTED');
          }
          desk.close();
        }),
        { numRuns: propertyRuns },
      );
      expect(denied).toBeGreaterThan(0);
    },
    propertyTimeout,
  );
});
