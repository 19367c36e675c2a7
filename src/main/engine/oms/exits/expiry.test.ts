import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Intent } from '../../../../contract/trading.ts';
import type { PaperBroker } from '../../brokers/paper/paper-broker.ts';
import { DAY_MS } from '../../core/ist.ts';
import { replayOrder } from '../../domain/order-fold.ts';
import { tradingEnds } from '../../domain/trading-ends.ts';
import { settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';
import { paperDesk } from '../../../../testing/paper-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';

type Desk = OrderDesk<PaperBroker>;

/** The contracts of the test desk expire on Tuesday 1-Dec-2026, 15:40 IST. */
const EXPIRY = tradingEnds({ expiry: '2026-12-01' });
const ENTRY = 16_430;
const market = { orderType: 'MARKET', price: null } as const;

/** A desk that traded a minute before the expiry, with the index then settling at `index` paise. */
async function traded(index: number | null, intents: (desk: Desk) => Partial<Intent>[]): Promise<Desk> {
  const desk = await paperDesk({ at: EXPIRY - 60_000, settlementPrice: () => index });
  for (const { id } of [desk.put, desk.future]) desk.quotes.set(id, { bidQty: 750, askQty: 750 });
  for (const intent of intents(desk)) desk.oms.place(desk.intent({ ...market, ...intent }));
  await desk.advance(1_000);
  return desk;
}

async function expire(desk: Desk): Promise<void> {
  await desk.advance(EXPIRY - desk.clock.now());
  await settle();
}

const account = (desk: Desk) => desk.store.identity.accountId;
const trades = (desk: Desk) => desk.store.trades(account(desk), 0);
const settlements = (desk: Desk) =>
  desk.store.orders(account(desk), 0).filter((order) => order.brokerOrderId?.startsWith('expiry-'));

/** What the account is worth when all is flat: what it began with and every rupee that went in or out. */
function cash(desk: Desk): number {
  let worth = desk.store.account(account(desk)).margin;
  for (const { side, quantity, fillPrice, charges } of trades(desk)) {
    worth += (side === 'BUY' ? -1 : 1) * quantity * fillPrice - charges;
  }
  return worth;
}

/** Our books and the broker's agree, to the paisa, and every order is the fold of its journal. */
async function expectSound(desk: Desk): Promise<void> {
  const { positions, funds } = await desk.broker.books();
  expect(positions).toEqual([]);
  expect(desk.portfolio.open()).toEqual([]);
  expect(desk.oms.reconciledAt).not.toBeNull();
  expect(desk.portfolio.funds().available).toBe(cash(desk));
  expect(funds.available).toBe(cash(desk));
  const { fills } = desk.store.paperBook(account(desk));
  const told = fills.map(({ tradeId }) => tradeId).toSorted();
  const booked = trades(desk).map(({ brokerTradeId }) => brokerTradeId);
  expect(booked.toSorted()).toEqual(told);
  for (const order of desk.store.orders(account(desk), 0)) {
    expect(replayOrder(desk.store.journal(order.id)).record).toEqual(order);
  }
}

describe('at its expiry', () => {
  test('a long call in the money is settled at its intrinsic value and pays tax on it alone', async () => {
    const desk = await traded(2_601_235, () => [{ lots: 2 }]);
    const before = desk.portfolio.funds();
    await desk.advance(EXPIRY - 1 - desk.clock.now());
    expect(desk.portfolio.netQty(desk.call.id)).toBe(150);
    await expire(desk);
    expect(desk.oms.orderViews().at(-1)).toMatchObject({
      source: 'BROKER',
      side: 'SELL',
      state: 'FILLED',
      quantity: 150,
      price: 1235,
      filledValue: 150 * 1235,
      reason: { code: 'BROKER_ORDER', message: 'Expired: settled at ₹12.35' },
    });
    // 0.15 % of 150 × 12.35 = 1852.50
    expect(trades(desk).at(-1)).toMatchObject({ fillPrice: 1235, charges: 278, timestamp: EXPIRY });
    expect(desk.oms.positionViews()).toMatchObject([{ netQty: 0, realised: 150 * (1235 - ENTRY), note: null }]);
    expect(desk.portfolio.funds().charges).toBe(before.charges + 278);
    expect(desk.lines().join('\n')).toMatch(/Expired: settled at ₹12.35/);
    await expectSound(desk);
  });

  test('a long call out of the money is settled at nothing', async () => {
    const desk = await traded(2_599_000, () => [{}]);
    await expire(desk);
    expect(trades(desk).at(-1)).toMatchObject({ side: 'SELL', fillPrice: 0, charges: 0, pnl: -75 * ENTRY });
    expect(desk.oms.orderViews().at(-1)).toMatchObject({
      state: 'FILLED',
      filledValue: 0,
      reason: { message: 'Expired: settled at ₹0.00' },
    });
    await desk.restart({ newBroker: true });
    expect(desk.oms.positionViews()).toMatchObject([{ netQty: 0, realised: -75 * ENTRY }]);
    await expectSound(desk);
  });

  test('a short put is bought back at its intrinsic value, free of charges', async () => {
    const desk = await traded(2_590_000, ({ put }) => [{ instrumentId: put.id, side: 'SELL' }]);
    await expire(desk);
    expect(trades(desk).at(-1)).toMatchObject({
      side: 'BUY',
      fillPrice: 10_000,
      charges: 0,
      pnl: 75 * (16_420 - 10_000),
    });
    await expectSound(desk);
  });

  test('a future is settled at the index, free of charges', async () => {
    const desk = await traded(2_601_235, ({ future }) => [{ instrumentId: future.id }]);
    await expire(desk);
    expect(trades(desk).at(-1)).toMatchObject({ fillPrice: 2_601_235, charges: 0, pnl: 75 * (2_601_235 - ENTRY) });
    await expectSound(desk);
  });

  test('working orders lapse, target and stop end, and nothing trades in the contract any more', async () => {
    const desk = await traded(2_601_235, () => [{ tpPrice: 17_000, slPrice: 16_000 }]);
    const resting = desk.oms.place(desk.intent({ price: 16_300 }));
    await desk.advance(300);
    await expire(desk);
    expect(desk.order(resting.id)).toMatchObject({
      state: 'EXPIRED',
      reason: { message: 'NIFTY 26000 CE expired on 2026-12-01, and the order with it.' },
    });
    expect(desk.store.brackets(account(desk))).toMatchObject([{ state: 'DONE' }]);
    const late = desk.oms.place(desk.intent({ price: 16_500 }));
    desk.tick(desk.call.id, 16_420, 16_430);
    await desk.advance(300);
    expect(desk.order(late.id)).toMatchObject({ state: 'DENIED' });
    expect(desk.order(late.id).reason!.message).toMatch(/expired on 2026-12-01/);
    await expectSound(desk);
  });

  test('an order on its way to the exchange, and a tick that comes late, trade nothing', async () => {
    const desk = await traded(2_601_235, () => []);
    await desk.advance(EXPIRY - 40 - desk.clock.now());
    const late = desk.oms.place(desk.intent({ ...market }));
    await desk.advance(39);
    await expire(desk);
    desk.tick(desk.call.id, 16_420, 16_430);
    await desk.advance(2_000);
    expect(['EXPIRED', 'REJECTED', 'FILLED']).toContain(desk.order(late.id).state);
    expect(trades(desk).filter(({ timestamp }) => timestamp > EXPIRY)).toEqual([]);
    await expectSound(desk);
  });

  test('without a settlement price it stays open and says so, and is settled once there is one', async () => {
    let index: number | null = null;
    const desk = await paperDesk({ at: EXPIRY - 60_000, settlementPrice: () => index });
    desk.oms.place(desk.intent({ ...market }));
    await desk.advance(1_000);
    expect(desk.oms.positionViews()[0]!.note).toBeNull();
    await expire(desk);
    await desk.advance(61_000);
    expect(desk.oms.positionViews()[0]).toMatchObject({
      netQty: 75,
      note: 'NIFTY 26000 CE expired on 2026-12-01. It is settled once the settlement price of its index is known.',
    });
    expect(settlements(desk)).toEqual([]);
    index = 2_601_235;
    await desk.advance(60_000);
    await expectSound(desk);
  });
});

describe('after an expiry that was slept over', () => {
  test('the next start settles it at the price of that moment, on that day', async () => {
    const desk = await traded(2_601_235, ({ put }) => [{}, { instrumentId: put.id, side: 'SELL' }]);
    desk.oms.close();
    desk.broker.close();
    desk.clock.advanceTo(EXPIRY + 3 * DAY_MS);
    await desk.restart({ newBroker: true });
    expect(new Set(settlements(desk).map(({ side, filledValue }) => `${side} ${filledValue}`))).toEqual(
      new Set([`SELL ${75 * 1235}`, 'BUY 0']),
    );
    expect(
      trades(desk)
        .slice(-2)
        .map(({ timestamp }) => timestamp),
    ).toEqual([EXPIRY, EXPIRY]);
    // The result belongs to the day of the expiry: today nothing was traded.
    const funds = desk.portfolio.funds();
    expect(funds).toMatchObject({ realised: 0, unrealised: 0, charges: 0, net: 0, opening: cash(desk) });
    await expectSound(desk);
    await desk.restart({ newBroker: true });
    expect(desk.portfolio.funds()).toEqual(funds);
    await expectSound(desk);
  });

  test("F2 a death between the broker's book and ours, even of several starts, settles once", async () => {
    for (const days of [0, 1, 5]) {
      const desk = await traded(2_601_235, () => [{ lots: 2 }]);
      // The broker settles while nobody of ours listens.
      desk.oms.close();
      desk.clock.advanceTo(EXPIRY + 1_000);
      expect(desk.store.paperBook(account(desk)).orders.at(-1)).toMatchObject({ tag: null, status: 'FILLED' });
      expect(trades(desk)).toHaveLength(1);
      desk.crash();
      desk.oms.close();
      desk.broker.close();
      desk.clock.advanceTo(EXPIRY + 1_000 + days * DAY_MS);
      await desk.restart({ newBroker: true });
      await desk.restart({ newBroker: true });
      expect(settlements(desk)).toHaveLength(1);
      await expectSound(desk);
    }
  });

  test('F2 a restart at any moment around the expiry settles once', async () => {
    for (const at of [-200, -60, -20, -1, 0, 1, 20, 60, 200]) {
      const desk = await traded(2_599_000, () => [{}]);
      await desk.advance(EXPIRY - 250 - desk.clock.now());
      desk.oms.place(desk.intent({ ...market }));
      await desk.advance(EXPIRY + at - desk.clock.now());
      await desk.restart({ newBroker: true });
      await desk.advance(3_000);
      expect(settlements(desk)).toHaveLength(1);
      await expectSound(desk);
    }
  });
});

test(
  'P2 whatever is held and wherever the index settles, the account is worth what went in and out',
  async () => {
    const leg = fc.record({
      of: fc.constantFrom('call', 'put', 'future'),
      side: fc.constantFrom('BUY', 'SELL'),
      lots: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(leg, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 2_500_000, max: 2_700_000 }),
        fc.boolean(),
        async (legs, index, asleep) => {
          const desk = await traded(index, (built) =>
            legs.map(({ of, side, lots }) => ({ instrumentId: built[of as 'call'].id, side: side as 'BUY', lots })),
          );
          if (asleep) {
            desk.oms.close();
            desk.broker.close();
            desk.clock.advanceTo(EXPIRY + DAY_MS);
            await desk.restart({ newBroker: true });
          } else await expire(desk);
          await expectSound(desk);
          expect(desk.portfolio.funds().marginUsed).toBe(0);
          desk.close();
        },
      ),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);
