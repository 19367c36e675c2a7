import { beforeEach, describe, expect, test } from 'vitest';
import { replayOrder } from '../../domain/order-fold.ts';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';
import type { Intent } from '../../../../contract/trading.ts';

let desk: OrderDesk;
let own: string;
let other: string;

beforeEach(async () => {
  desk = await scriptedDesk();
  desk.broker.fillsAtOnce = true;
  [own, other] = [desk.ids.uuid(), desk.ids.uuid()];
  const userId = desk.store.identity.userId;
  desk.store.transaction((tx) => {
    for (const [id, name] of [
      [own, 'Straddle'],
      [other, 'Momentum'],
    ] as const) {
      tx.saveStrategy({ id, userId, name, type: 'custom', params: { legs: 2 }, status: 'active', createdAt: 1 });
    }
  });
});

const trade = async (change: Partial<Intent>) => {
  const placed = desk.oms.place(desk.intent({ strategyId: own, ...change }));
  await settle();
  return placed;
};
const limit = (strategyId: string, changes: { maxLoss?: number; maxLots?: number }) =>
  desk.oms.setLimits(changes, null, strategyId);

describe('an order of a strategy', () => {
  test('carries its id through record, row and journal; its exits too, also after a restart', async () => {
    const placed = await trade({ slPrice: 16_000 });
    const { accountId } = desk.store.identity;
    const strategies = () => desk.store.orders(accountId, 0).map(({ strategyId }) => strategyId);
    expect(strategies()).toEqual([own]);
    expect(replayOrder(desk.store.journal(placed.id)).record.strategyId).toBe(own);
    await desk.restart();
    desk.tick(desk.call.id, 15_900, 15_905);
    await desk.advance(1_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(strategies()).toEqual([own, own]);
    expect(desk.oms.orderViews().map(({ strategyId }) => strategyId)).toEqual([own, own]);
  });

  test('of one that nobody knows is not placed', () => {
    expect(() => desk.oms.place(desk.intent({ strategyId: desk.ids.uuid() }))).toThrow(
      expect.objectContaining({ code: 'STRATEGY_UNKNOWN' }),
    );
    expect(desk.store.orders(desk.store.identity.accountId, 0)).toEqual([]);
  });

  test('is placed once for its id, and the same id is not another strategy', async () => {
    const intent = desk.intent({ strategyId: own });
    const first = desk.oms.place(intent);
    expect(desk.oms.place(intent).id).toBe(first.id);
    expect(() => desk.oms.place({ ...intent, strategyId: other })).toThrow(
      expect.objectContaining({ code: 'ORDER_INTENT_REUSED' }),
    );
  });
});

describe('#16 the loss of a strategy', () => {
  beforeEach(async () => {
    limit(own, { maxLoss: 50_000 });
    await trade({ lots: 2, price: 16_400 });
  });

  test('at its limit locks its entries and cancels them; others, and its exits, go on', async () => {
    desk.broker.fillsAtOnce = false;
    const resting = await trade({ instrumentId: desk.put.id, price: 16_000 });
    expect(desk.order(resting.id).state).toBe('OPEN');
    desk.tick(desk.call.id, 16_110, 16_115);
    expect(desk.oms.risk().locks).toEqual([]);
    desk.tick(desk.call.id, 16_060, 16_065);
    await settle();
    expect(desk.oms.risk().locks).toMatchObject([
      {
        kind: 'DAY_LOSS',
        strategy: 'Straddle',
        reason: expect.stringMatching(/^The day of Straddle stands at −₹5\d\d/) as string,
      },
    ]);
    expect(desk.order(resting.id).state).toBe('CANCELLED');
    expect(await trade({ price: 16_000 })).toMatchObject({ state: 'DENIED', reason: { code: 'RMS_LOCKED' } });
    expect((await trade({ strategyId: other, price: 16_000 })).state).not.toBe('DENIED');
    expect((await trade({ strategyId: null, price: 15_990 })).state).not.toBe('DENIED');
    expect((await trade({ side: 'SELL', price: 16_060 })).state).not.toBe('DENIED');
  });

  test('its lock outlives a restart and a recovery, and opens after the delay with a reason', async () => {
    desk.tick(desk.call.id, 16_000, 16_005);
    await desk.restart();
    desk.tick(desk.call.id, 16_400, 16_405);
    const [lock] = desk.oms.risk().locks;
    expect(lock).toMatchObject({ kind: 'DAY_LOSS', strategy: 'Straddle' });
    expect(await trade({})).toMatchObject({ state: 'DENIED', reason: { code: 'RMS_LOCKED' } });
    expect(() => desk.oms.unlock(lock!.id, 'it came back')).toThrow(
      expect.objectContaining({ code: 'RMS_LOCK_CLOSED' }),
    );
    await desk.advance(900_000);
    desk.oms.unlock(lock!.id, 'it came back');
    expect((await trade({})).state).not.toBe('DENIED');
  });

  test('opened while the loss stands, its entries are still refused, with the limit and what would help', async () => {
    desk.tick(desk.call.id, 16_000, 16_005);
    await desk.advance(900_000);
    desk.oms.unlock(desk.oms.risk().locks[0]!.id, 'let it try');
    desk.tick(desk.call.id, 16_000, 16_005);
    expect(desk.oms.risk().locks).toEqual([]);
    const refused = await trade({ price: 16_000 });
    expect(refused).toMatchObject({ state: 'DENIED', reason: { code: 'RMS_STRATEGY_LOSS' } });
    expect(refused.reason!.message).toMatch(/limit is −₹500.00: it enters no more today unless its limit is raised/);
  });

  test('counts what a hand closes of it, and nothing that others do', async () => {
    desk.tick(desk.call.id, 16_400, 16_405);
    await trade({ strategyId: other, instrumentId: desk.put.id, lots: 3, price: 16_430 });
    desk.tick(desk.put.id, 15_000, 15_005);
    expect(desk.oms.risk().locks).toEqual([]);
    await trade({ strategyId: null, side: 'SELL', lots: 2, price: 16_060 });
    expect(desk.oms.risk().locks).toMatchObject([{ strategy: 'Straddle' }]);
  });
});

test("#3 the open lots of a strategy are counted against its own limit, and another's are not", async () => {
  limit(own, { maxLots: 3 });
  await trade({ strategyId: other, lots: 4 });
  await trade({ lots: 2 });
  const refused = await trade({ lots: 2 });
  expect(refused).toMatchObject({ state: 'DENIED', reason: { code: 'RMS_STRATEGY_LOTS' } });
  expect(refused.reason!.message).toBe('Open lots of Straddle would be 4 (2 now), its limit is 3: up to 1 would pass.');
  expect((await trade({ lots: 1 })).state).toBe('FILLED');
});

test('the profit lock of a strategy is told by its name, and taken off with a reason that the log keeps', () => {
  const scope = { type: 'STRATEGY', strategyId: own } as const;
  desk.oms.profitLocks.arm(scope, { trigger: 500_000, floor: 300_000, trail: null, net: true });
  expect(desk.oms.profitLocks.views()).toMatchObject([{ name: 'Straddle', phase: 'IDLE' }]);
  desk.oms.profitLocks.arm(scope, null, 'the day is done');
  expect(desk.oms.profitLocks.views()).toEqual([]);
  expect(desk.lines().at(-1)).toBe('Profit lock of Straddle removed. Reason: the day is done');
});

test('R2 the limits of a strategy are changed by themselves; loosened once the day has begun they wait, with a reason', async () => {
  limit(own, { maxLoss: 50_000 });
  const { userId } = desk.store.identity;
  expect(desk.store.limits(userId).maxLoss).toBeNull();
  await trade({});
  expect(() => limit(own, { maxLoss: 90_000 })).toThrow(expect.objectContaining({ code: 'RMS_LIMIT_INVALID' }));
  desk.oms.setLimits({ maxLoss: 90_000 }, 'a wider day', own);
  expect(desk.store.limits(userId, own).maxLoss).toBe(50_000);
  await desk.advance(900_000);
  expect(desk.store.limits(userId, own).maxLoss).toBe(90_000);
  expect(() => limit(desk.ids.uuid(), { maxLoss: 1_000 })).toThrow(
    expect.objectContaining({ code: 'STRATEGY_UNKNOWN' }),
  );
});
