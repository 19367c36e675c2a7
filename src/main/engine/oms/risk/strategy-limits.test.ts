import { beforeEach, describe, expect, test } from 'vitest';
import type { Intent } from '../../../../contract/trading.ts';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';

let desk: OrderDesk;
let own: string;

beforeEach(async () => {
  desk = await scriptedDesk();
  desk.broker.fillsAtOnce = true;
  own = desk.ids.uuid();
  const userId = desk.store.identity.userId;
  desk.store.transaction((tx) => {
    tx.saveStrategy({ id: own, userId, name: 'Straddle', type: 'custom', params: {}, status: 'active', createdAt: 1 });
  });
  desk.oms.setLimits({ profitLock: 20_000, profitLockAt: 40_000 }, null, own);
});

const trade = async (change: Partial<Intent> = {}) => {
  const placed = desk.oms.place(desk.intent({ strategyId: own, price: 16_400, ...change }));
  await settle();
  return placed;
};
const at = (bid: number) => desk.tick(desk.call.id, bid, bid + 5);
const scope = () => ({ type: 'STRATEGY', strategyId: own }) as const;

describe('the profit lock of a strategy by its limit (rms_rules.profit_lock)', () => {
  test('is armed with its first position, and hit closes the strategy and locks its entries for the day', async () => {
    at(16_400);
    expect(desk.oms.profitLocks.views()).toEqual([]);
    await trade();
    await trade({ strategyId: null, instrumentId: desk.put.id });
    at(16_400);
    expect(desk.oms.profitLocks.views()).toMatchObject([
      { scope: scope(), phase: 'IDLE', terms: { trigger: 40_000, floor: 20_000, net: true } },
    ]);
    at(17_100);
    expect(desk.oms.profitLocks.views()).toMatchObject([{ phase: 'LOCKED', floor: 20_000 }]);
    at(16_600);
    await desk.advance(1_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(desk.portfolio.netQty(desk.put.id), 'what others hold stays').not.toBe(0);
    expect(desk.oms.risk().locks).toMatchObject([{ kind: 'PROFIT', strategy: 'Straddle' }]);
    expect(await trade()).toMatchObject({ state: 'DENIED', reason: { code: 'RMS_LOCKED' } });
    at(16_400);
    expect(desk.oms.profitLocks.views()).toEqual([]);
  });

  test('PL5 a restart finds it where it was', async () => {
    await trade();
    at(17_100);
    await desk.restart();
    expect(desk.oms.profitLocks.views()).toMatchObject([{ phase: 'LOCKED', floor: 20_000 }]);
    at(16_600);
    await desk.advance(1_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(desk.oms.risk().locks).toMatchObject([{ kind: 'PROFIT' }]);
  });

  test('stands beside no lock by hand that keeps as much, and in place of one that keeps less', async () => {
    await trade();
    desk.oms.profitLocks.arm(scope(), { trigger: 30_000, floor: 25_000, trail: null, net: true });
    at(16_405);
    expect(desk.oms.profitLocks.views()).toMatchObject([{ terms: { trigger: 30_000, floor: 25_000 } }]);
    desk.oms.profitLocks.arm(scope(), { trigger: 60_000, floor: 10_000, trail: null, net: true });
    at(16_410);
    expect(desk.oms.profitLocks.views()).toMatchObject([{ terms: { trigger: 40_000, floor: 20_000 } }]);
  });
});

test('the trailing stop of a strategy comes before the one of the trader', async () => {
  desk.oms.setLimits({ trailingSl: 20 });
  desk.oms.setLimits({ trailingSl: 5 }, null, own);
  at(16_395);
  await trade();
  await trade({ strategyId: null, instrumentId: desk.put.id });
  const stops = new Map(desk.oms.positionViews().map(({ instrumentId, slPrice }) => [instrumentId, slPrice]));
  expect(stops.get(desk.call.id)).toBeGreaterThan(15_800);
  expect(stops.get(desk.put.id)).toBeLessThan(14_500);
});
