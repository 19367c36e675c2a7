import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMIT_KEYS } from '../../../../contract/risk.ts';
import type { Limits } from '../../../../contract/risk.ts';
import type { TradingState } from '../../../../contract/enums.ts';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';

async function holding(lots: number, side: 'BUY' | 'SELL'): Promise<OrderDesk> {
  const desk = await scriptedDesk();
  desk.broker.fillsAtOnce = true;
  desk.oms.place(desk.intent({ lots, side, price: side === 'BUY' ? 16_430 : 16_420 }));
  await settle();
  desk.broker.fillsAtOnce = false;
  return desk;
}

function setState(desk: OrderDesk, state: TradingState): void {
  desk.store.transaction((tx) =>
    tx.saveRiskState({
      accountId: desk.store.identity.accountId,
      state,
      since: desk.clock.now(),
      reason: null,
      level: 'ACCOUNT',
      squareOffPending: false,
      squareOffId: null,
    }),
  );
}

const limits = fc.record({
  ...Object.fromEntries(LIMIT_KEYS.map((key) => [key, fc.option(fc.integer({ min: 1, max: 2 }))])),
  maxLoss: fc.option(fc.integer({ min: 1, max: 10_000 })),
}) as fc.Arbitrary<Limits>;

describe('what reduces a position is never held back by a rule for entries', () => {
  test(
    'R0 whatever the limits, the state, the feed and the books say',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            held: fc.integer({ min: 1, max: 6 }),
            part: fc.double({ min: 0, max: 1, noNaN: true }),
            side: fc.constantFrom('BUY' as const, 'SELL' as const),
            state: fc.constantFrom<TradingState>('ACTIVE', 'REDUCING', 'HALTED'),
            isStale: fc.boolean(),
            isUnread: fc.boolean(),
            isMarket: fc.boolean(),
            limits,
          }),
          async ({ held: most, part, side, state, isStale, isUnread, isMarket, limits: set }) => {
            // The margin of the account does for one short lot.
            const held = side === 'SELL' ? 1 : most;
            const desk = await holding(held, side);
            setState(desk, state);
            if (isUnread) desk.broker.booksFail = true;
            await desk.restart();
            desk.store.transaction((tx) => tx.saveLimits(desk.store.identity.userId, set));
            if (isStale) desk.quotes.stale.add(desk.call.id);
            const exit = desk.oms.place(
              desk.intent({
                side: side === 'BUY' ? 'SELL' : 'BUY',
                lots: Math.max(1, Math.floor(held * part)),
                orderType: isMarket ? 'MARKET' : 'LIMIT',
                price: isMarket ? null : 16_425,
              }),
            );
            expect(exit.reason).toBeNull();
            expect(exit.state).not.toBe('DENIED');
            desk.close();
          },
        ),
        { numRuns: propertyRuns },
      );
    },
    propertyTimeout,
  );

  test.each<[TradingState, string, string | null]>([
    ['ACTIVE', 'entry', null],
    ['ACTIVE', 'exit', null],
    ['ACTIVE', 'stop', null],
    ['ACTIVE', 'square-off', null],
    ['REDUCING', 'entry', 'RMS_REDUCING'],
    ['REDUCING', 'exit', null],
    ['REDUCING', 'stop', null],
    ['REDUCING', 'square-off', null],
    ['HALTED', 'entry', 'RMS_HALTED'],
    ['HALTED', 'exit', null],
    ['HALTED', 'stop', null],
    ['HALTED', 'square-off', null],
  ])('O11 %s: %s', async (state, act, code) => {
    const desk = await holding(1, 'BUY');
    desk.oms.protect(desk.call.id, null, { tpPrice: null, slPrice: 16_000, trail: null });
    setState(desk, state);
    await desk.restart();
    if (act === 'entry') desk.oms.place(desk.intent());
    if (act === 'exit') desk.oms.place(desk.intent({ side: 'SELL', price: 16_420 }));
    if (act === 'stop') desk.tick(desk.call.id, 15_990, 16_000);
    if (act === 'square-off') void desk.oms.flattenAll(desk.ids.uuid(), desk.oms.flattenPreview().token);
    await settle();
    const order = desk.oms.orderViews().at(-1)!;
    expect(desk.oms.orderViews()).toHaveLength(2);
    expect(order.reason?.code ?? null).toBe(code);
    expect(desk.broker.placed).toHaveLength(code === null ? 2 : 1);
  });

  test('O11 HALTED: more than is held is an entry, and so is a second exit for the same units', async () => {
    const desk = await holding(1, 'BUY');
    desk.oms.kill('test', false);
    const sell = (lots: number) => desk.oms.place(desk.intent({ side: 'SELL', lots, price: 16_900 }));
    expect(sell(2).reason?.code).toBe('RMS_HALTED');
    expect(sell(1).reason).toBeNull();
    expect(sell(1).reason?.code).toBe('RMS_HALTED');
  });
});
