import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { REARM_WORD } from '../../../contract/risk.ts';
import type { LockKind } from '../../../contract/risk.ts';
import { scriptedDesk, settle } from '../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../testing/property-runs.ts';

const kinds = (desk: OrderDesk): LockKind[] => desk.oms.risk().locks.map(({ kind }) => kind);

async function trade(desk: OrderDesk, price: number, side: 'BUY' | 'SELL' = 'BUY'): Promise<void> {
  desk.broker.fillsAtOnce = true;
  desk.oms.place(desk.intent({ lots: 1, side, price }));
  await settle();
}

/** Buys a lot at the ask and sells it at `exit`. */
async function roundTrip(desk: OrderDesk, exit: number): Promise<void> {
  await trade(desk, 16_430);
  desk.tick(desk.call.id, exit, exit + 10);
  await trade(desk, exit, 'SELL');
  desk.tick(desk.call.id, 16_420, 16_430);
}

const entry = (desk: OrderDesk) => desk.oms.place(desk.intent({ price: 16_400 }));

describe('a lock', () => {
  test('of the trade count holds after the last one, lets exits pass and outlives a restart', async () => {
    const desk = await scriptedDesk({ limits: { maxTrades: 2 } });
    await roundTrip(desk, 16_500);
    expect(kinds(desk)).toEqual([]);
    await trade(desk, 16_430);
    expect(kinds(desk)).toEqual(['TRADE_COUNT']);
    expect(entry(desk)).toMatchObject({ state: 'DENIED', reason: { code: 'RMS_LOCKED' } });
    expect(entry(desk).reason!.message).toMatch(/2 trades were made today, the limit is 2; .* from 11:15:00 IST/);
    await desk.restart();
    expect(kinds(desk)).toEqual(['TRADE_COUNT']);
    expect(desk.oms.place(desk.intent({ side: 'SELL', price: 16_420 })).state).not.toBe('DENIED');
  });

  test('opens by hand only after the delay and with a reason, which the log keeps', async () => {
    const desk = await scriptedDesk({ limits: { maxTrades: 1 } });
    await trade(desk, 16_430);
    const [lock] = desk.oms.risk().locks;
    expect(() => desk.oms.unlock(lock!.id, 'one more')).toThrow(expect.objectContaining({ code: 'RMS_LOCK_CLOSED' }));
    await desk.advance(900_000);
    desk.oms.unlock(lock!.id, 'looked at the day');
    expect(kinds(desk)).toEqual([]);
    expect(desk.lines().at(-1)).toMatch(/^Lock opened .* looked at the day$/);
    await desk.restart();
    expect(kinds(desk)).toEqual([]);
  });

  test('of a streak needs losses one after the other; a gain begins it anew', async () => {
    const desk = await scriptedDesk({ limits: { maxLossStreak: 2 } });
    await roundTrip(desk, 16_000);
    await roundTrip(desk, 17_000);
    await roundTrip(desk, 16_000);
    expect(kinds(desk)).toEqual([]);
    await roundTrip(desk, 16_000);
    expect(kinds(desk)).toEqual(['LOSS_STREAK']);
  });

  test('after a loss cools down and ends by itself', async () => {
    const desk = await scriptedDesk({ limits: { cooldownMinutes: 2 } });
    await roundTrip(desk, 16_000);
    expect(kinds(desk)).toEqual(['COOLDOWN']);
    await desk.advance(119_000);
    expect(entry(desk).state).toBe('DENIED');
    await desk.advance(1000);
    expect(kinds(desk)).toEqual([]);
    expect(entry(desk).state).not.toBe('DENIED');
  });

  test('of the drawdown counts from the best of the day, which a restart remembers', async () => {
    const desk = await scriptedDesk({ limits: { maxDrawdown: 100_000 } });
    await trade(desk, 16_430);
    desk.tick(desk.call.id, 18_000, 18_010);
    await desk.restart();
    desk.tick(desk.call.id, 17_000, 17_010);
    expect(kinds(desk)).toEqual([]);
    desk.tick(desk.call.id, 16_600, 16_610);
    expect(kinds(desk)).toEqual(['DRAWDOWN']);
    expect(desk.oms.risk().state).toBe('ACTIVE');
  });

  test('of rejects pauses entries for a minute after five in half a minute', async () => {
    const desk = await scriptedDesk();
    for (let count = 1; count <= 5; count++) {
      expect(kinds(desk)).toEqual([]);
      desk.broker.fates = ['refuse'];
      desk.oms.place(desk.intent({ price: 16_000 + count * 5 }));
      await desk.advance(1000);
    }
    expect(kinds(desk)).toEqual(['REJECTS']);
    await desk.advance(60_000);
    expect(kinds(desk)).toEqual([]);
  });
});

describe('the profit lock of the day', () => {
  const limits = { profitLock: 60_000 };

  test('arms at one and a half times what it keeps, squares off at the floor and halts, once (PL3)', async () => {
    const desk = await scriptedDesk({ limits });
    await trade(desk, 16_430);
    desk.tick(desk.call.id, 17_500, 17_510);
    desk.tick(desk.call.id, 16_430, 16_440);
    expect(desk.oms.risk().state).toBe('ACTIVE');
    desk.tick(desk.call.id, 18_000, 18_010);
    desk.tick(desk.call.id, 17_100, 17_110);
    await settle();
    expect(desk.oms.risk()).toMatchObject({
      state: 'HALTED',
      reason: expect.stringMatching(/profit locked in, ₹600.00/),
    });
    expect(desk.portfolio.open()).toEqual([]);
    expect(kinds(desk)).toEqual(['PROFIT']);
    desk.oms.rearm('done with it', REARM_WORD);
    desk.tick(desk.call.id, 15_000, 15_010);
    expect(desk.oms.risk().state).toBe('ACTIVE');
    expect(entry(desk)).toMatchObject({ state: 'DENIED', reason: { code: 'RMS_LOCKED' } });
  });

  test('PL6 a restart below the floor exits at the first mark', async () => {
    const desk = await scriptedDesk({ limits });
    await trade(desk, 16_430);
    desk.tick(desk.call.id, 18_000, 18_010);
    desk.quotes.set(desk.call.id, { bid: 16_900, ask: 16_910, ltp: 16_900 });
    await desk.restart();
    await settle();
    expect(desk.oms.risk().state).toBe('HALTED');
    expect(desk.portfolio.open()).toEqual([]);
  });
});

describe('limits', () => {
  test('R2 tightening holds at once; loosening waits for its delay, needs a reason, and is told', async () => {
    const desk = await scriptedDesk({ limits: { maxLots: 10, maxLoss: 500_000 } });
    await trade(desk, 16_430);
    expect(desk.oms.setLimits({ maxLots: 5 }).limits.maxLots).toBe(5);
    expect(() => desk.oms.setLimits({ maxLots: 8 })).toThrow(/needs a reason and waits until 11:15:00 IST/);
    const { limits, pending } = desk.oms.setLimits({ maxLots: 8, maxLoss: 400_000 }, 'a bigger day');
    expect(limits).toMatchObject({ maxLots: 5, maxLoss: 400_000 });
    expect(pending).toEqual([{ key: 'maxLots', value: 8, from: desk.clock.now() + 900_000 }]);
    await desk.restart();
    await desk.advance(899_000);
    expect(desk.oms.risk().limits.maxLots).toBe(5);
    await desk.advance(1000);
    expect(desk.oms.risk()).toMatchObject({ limits: { maxLots: 8, maxLoss: 400_000 }, pending: [] });
  });

  test('R2 what waits is given up when the limit is tightened again', async () => {
    const desk = await scriptedDesk({ limits: { maxLots: 10 } });
    await trade(desk, 16_430);
    desk.oms.setLimits({ maxLots: null }, 'off for a moment');
    desk.oms.setLimits({ maxLots: 4 });
    await desk.advance(1_800_000);
    expect(desk.oms.risk().limits.maxLots).toBe(4);
  });

  test(
    'R2 no sequence of changes allows more than was allowed before its delay is over',
    async () => {
      const change = fc.option(fc.integer({ min: 1, max: 20 }), { nil: null });
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
          const desk = await scriptedDesk({ limits: { maxLots: 10 } });
          await trade(desk, 16_430);
          let least = 10;
          for (const maxLots of changes) {
            desk.oms.setLimits({ maxLots }, 'any');
            least = Math.min(least, maxLots ?? Infinity);
            expect(desk.oms.risk().limits.maxLots).toBe(least);
          }
          // In long steps: nothing but timers runs.
          for (let minute = 0; minute < 15; minute++) {
            desk.clock.advanceTo(desk.clock.now() + 60_000);
            await settle();
          }
          expect(desk.oms.risk().limits.maxLots).toBe(changes.at(-1));
          desk.close();
        }),
        { numRuns: propertyRuns },
      );
    },
    propertyTimeout,
  );

  test('are at once before the first order of the day, and a contradiction is refused', async () => {
    const desk = await scriptedDesk({ limits: { maxLots: 10 } });
    expect(desk.oms.setLimits({ maxLots: 30 }).limits.maxLots).toBe(30);
    expect(() => desk.oms.setLimits({ profitLock: 500_000, profitLockAt: 400_000 })).toThrow(
      expect.objectContaining({ code: 'RMS_LIMIT_INVALID' }),
    );
    expect(() => desk.oms.setLimits({ trailEvery: 5 })).toThrow(/needs both figures/);
  });

  test("the owner's cap holds whatever the trader sets", async () => {
    const desk = await scriptedDesk({ limits: { maxLots: 10 } });
    const { userId } = desk.store.identity;
    desk.store.transaction((tx) => tx.saveLimits({ userId, keptBy: 'OWNER' }, { maxLots: 3, profitLock: 90_000 }));
    expect(desk.oms.setLimits({ maxLots: 30 }).limits).toMatchObject({ maxLots: 3, profitLock: 90_000 });
  });
});
