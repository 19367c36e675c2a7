import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { addDays, DAY_MS, istDay, istMidnight } from '../core/ist.ts';
import { isSettlement } from '../domain/daily-settlement.ts';
import type { SettlementRecord } from '../domain/daily-settlement.ts';
import { scriptedDesk, settle, START } from '../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../testing/property-runs.ts';

// Monday 23-Nov-2026; Tuesday is a holiday, the future expires on the Tuesday after.
const MONDAY = '2026-11-23';
const WEDNESDAY = '2026-11-25';
const THURSDAY = '2026-11-26';
const ENTRY = 2_600_000;
const SETTLED = 2_601_235;

const open: OrderDesk[] = [];
afterEach(() => {
  for (const desk of open.splice(0)) {
    desk.oms.close();
    desk.store.close();
  }
});

/** A desk with money for many futures, at a broker that fills at once. */
async function richDesk(): Promise<OrderDesk> {
  const desk = await scriptedDesk();
  desk.store.transaction((tx) => tx.saveAccountMargin(desk.store.identity.accountId, 100_00_00_000_00));
  await desk.restart();
  desk.broker.fillsAtOnce = true;
  desk.broker.now = () => desk.clock.now();
  Object.defineProperty(desk.broker, 'session', {
    get: () => ({ id: 'login-1', day: istDay(desk.clock.now()), incident: null }),
  });
  return desk;
}

/** A desk that bought two lots of the future on Monday, with what the market settles it at by day. */
async function held(prices: Record<string, number> = { [MONDAY]: SETTLED }): Promise<OrderDesk> {
  const desk = await richDesk();
  open.push(desk);
  desk.dailySettlement = (_instrument, day) => {
    const price = prices[day];
    return price === undefined ? null : { price, source: 'MARKET' };
  };
  desk.quotes.set(desk.future.id, { bid: ENTRY - 500, ask: ENTRY, ltp: ENTRY, prevClose: ENTRY });
  await trade(desk, { lots: 2 });
  return desk;
}

async function trade(
  desk: OrderDesk,
  { side = 'BUY', lots = 1, price = ENTRY }: { side?: 'BUY' | 'SELL'; lots?: number; price?: number },
): Promise<void> {
  desk.quotes.set(desk.future.id, { bid: price, ask: price, ltp: price, ts: desk.clock.now() });
  desk.oms.place(desk.intent({ instrumentId: desk.future.id, side, lots, price }));
  await settle();
}

/** The machine wakes up at 10:00 IST of a day. */
function wake(desk: OrderDesk, day: string): void {
  desk.clock.advanceTo(istMidnight(day) + 10 * 3_600_000);
}

const settlements = (desk: OrderDesk): SettlementRecord[] =>
  desk.store.bookings(desk.store.identity.accountId).filter(isSettlement);
const position = (desk: OrderDesk) =>
  desk.oms.positionViews().find(({ instrumentId }) => instrumentId === desk.future.id)!;

/** What every fill has paid and cost, by the rows alone. */
function moved(desk: OrderDesk): number {
  return desk.store
    .trades(desk.store.identity.accountId, 0)
    .reduce(
      (sum, { side, quantity, fillPrice, charges }) => sum - (side === 'BUY' ? 1 : -1) * quantity * fillPrice - charges,
      0,
    );
}

describe('P10 a future over the day roll', () => {
  test('is booked to the settlement price of its day and carried at it, once', async () => {
    const desk = await held();
    const first = desk.portfolio.funds();
    wake(desk, WEDNESDAY);
    desk.tick(desk.future.id, SETTLED + 100, SETTLED + 200, SETTLED + 165);
    const mtm = 150 * (SETTLED - ENTRY);
    expect(settlements(desk)).toMatchObject([
      { day: MONDAY, price: SETTLED, source: 'MARKET', netQty: 150, pnl: mtm, tradesBefore: 1 },
    ]);
    expect(position(desk)).toMatchObject({
      netQty: 150,
      cost: 150 * SETTLED,
      realised: 0,
      unrealised: 150 * 165,
      note: null,
    });
    const funds = desk.portfolio.funds();
    expect(funds).toMatchObject({ realised: 0, charges: 0, opening: first.opening + mtm - first.charges });
    expect(desk.portfolio.dayNet()).toBe(150 * 165);
    expect(desk.portfolio.cash()).toBe(desk.store.account(desk.store.identity.accountId).margin + moved(desk));
    desk.tick(desk.future.id, SETTLED, SETTLED + 100, SETTLED);
    await desk.restart();
    expect(settlements(desk)).toHaveLength(1);
    expect(desk.portfolio.funds()).toMatchObject({ opening: funds.opening, realised: 0 });
    expect(desk.lines().join('\n')).toMatch(
      /NIFTY01DEC26FUT settled for 2026-11-23 at 26,012.35, told by the market: ₹1,852.50 realised, carried at that price/,
    );
  });

  test('an exit of the next day earns from the settlement price on, and the whole trade what it came to', async () => {
    const desk = await held();
    wake(desk, WEDNESDAY);
    await trade(desk, { side: 'SELL', lots: 2, price: SETTLED - 35 });
    const sold = desk.store.trades(desk.store.identity.accountId, 0).at(-1)!;
    expect(sold.pnl).toBe(-150 * 35);
    expect(settlements(desk)[0]!.pnl + sold.pnl).toBe(150 * (SETTLED - 35 - ENTRY));
    expect(position(desk)).toMatchObject({ netQty: 0, cost: 0, realised: -150 * 35 });
    expect(desk.portfolio.cash()).toBe(desk.store.account(desk.store.identity.accountId).margin + moved(desk));
  });

  test('an option is carried at cost', async () => {
    const desk = await held();
    desk.oms.place(desk.intent({}));
    await settle();
    wake(desk, WEDNESDAY);
    desk.tick(desk.call.id, 16_500, 16_505);
    expect(settlements(desk).map(({ instrumentId }) => instrumentId)).toEqual([desk.future.id]);
    expect(desk.portfolio.folded(desk.call.id)).toMatchObject({ cost: 75 * 16_400, netQty: 75 });
  });

  test('an app that was off for days settles each of them that had a session, at the next start', async () => {
    const desk = await held({ [MONDAY]: SETTLED, [WEDNESDAY]: SETTLED - 700, [THURSDAY]: SETTLED + 900 });
    desk.oms.close();
    wake(desk, '2026-11-27');
    await desk.restart();
    expect(settlements(desk).map(({ day, price, pnl }) => [day, price, pnl])).toEqual([
      [MONDAY, SETTLED, 150 * (SETTLED - ENTRY)],
      [WEDNESDAY, SETTLED - 700, 150 * -700],
      [THURSDAY, SETTLED + 900, 150 * 1600],
    ]);
    expect(position(desk)).toMatchObject({ cost: 150 * (SETTLED + 900), realised: 0 });
    const { opening } = desk.portfolio.funds();
    await desk.restart();
    expect(settlements(desk)).toHaveLength(3);
    expect(desk.portfolio.funds().opening).toBe(opening);
  });

  test('a death at any moment of the roll settles once', async () => {
    const desk = await held();
    wake(desk, WEDNESDAY);
    desk.crash();
    desk.tick(desk.future.id, SETTLED, SETTLED);
    expect(settlements(desk)).toEqual([]);
    expect(position(desk).note).toMatch(/Settled for 2026-11-23 at 26,012.35 once the books have been read/);
    await desk.start();
    desk.crash();
    await desk.start();
    expect(settlements(desk)).toHaveLength(1);
    expect(position(desk)).toMatchObject({ cost: 150 * SETTLED, note: null });
  });

  test('F8 a clock set back over midnight settles no day a second time', async () => {
    const desk = await held({ [MONDAY]: SETTLED, [WEDNESDAY]: SETTLED + 50 });
    let ahead = 2 * DAY_MS;
    const now = desk.clock.now.bind(desk.clock);
    desk.clock.now = () => now() + ahead;
    desk.tick(desk.future.id, SETTLED, SETTLED);
    expect(settlements(desk)).toHaveLength(1);
    ahead = 0;
    await trade(desk, { side: 'SELL', price: SETTLED + 10 });
    desk.tick(desk.future.id, SETTLED, SETTLED);
    ahead = 2 * DAY_MS;
    desk.tick(desk.future.id, SETTLED, SETTLED);
    expect(settlements(desk)).toHaveLength(1);
    ahead = 3 * DAY_MS;
    desk.tick(desk.future.id, SETTLED, SETTLED);
    expect(settlements(desk).map(({ day, netQty }) => [day, netQty])).toEqual([
      [MONDAY, 150],
      [WEDNESDAY, 75],
    ]);
    expect(desk.portfolio.cash()).toBe(desk.store.account(desk.store.identity.accountId).margin + moved(desk));
  });

  test('PL4 a profit lock counts what was settled since it was armed, and losses in a row the whole trade', async () => {
    const won = ENTRY + 20_000;
    const desk = await held({ [MONDAY]: won });
    const terms = { trigger: 10_000_000, floor: 5_000_000, trail: null, net: false };
    desk.oms.profitLocks.arm({ type: 'POSITION', instrumentId: desk.future.id }, terms);
    wake(desk, WEDNESDAY);
    await settle();
    desk.tick(desk.future.id, won - 100, won - 50);
    expect(settlements(desk)).toHaveLength(1);
    const profit = 150 * (won - 100 - ENTRY);
    expect(desk.oms.profitLocks.views()).toMatchObject([{ profit }]);
    await desk.restart();
    expect(desk.oms.profitLocks.views()).toMatchObject([{ profit }]);
    await trade(desk, { side: 'SELL', lots: 2, price: won - 100 });
    const streak = desk.oms.risk().counters.find(({ code }) => code === 'RMS_LOSS_STREAK')!;
    expect(streak.value).toBe('0');
  });

  test('what expires is settled finally by its own fill, not marked on its last day', async () => {
    const days: Record<string, number> = {};
    for (let day = MONDAY; day < '2026-12-05'; day = addDays(day, 1)) days[day] = SETTLED;
    const desk = await held(days);
    wake(desk, '2026-12-03');
    desk.tick(desk.future.id, SETTLED, SETTLED);
    expect(settlements(desk).at(-1)!.day).toBe('2026-11-30');
  });
});

describe('P10 without a settlement price', () => {
  test('it stays at cost and says so until there is one', async () => {
    const prices: Record<string, number> = {};
    const desk = await held(prices);
    wake(desk, WEDNESDAY);
    desk.tick(desk.future.id, SETTLED, SETTLED);
    expect(settlements(desk)).toEqual([]);
    expect(position(desk)).toMatchObject({
      cost: 150 * ENTRY,
      note: 'The settlement price of 2026-11-23 is not known yet: it is carried at cost, and what it moved before counts to this day until it is.',
    });
    prices[MONDAY] = SETTLED;
    await desk.advance(10_000);
    desk.tick(desk.future.id, SETTLED, SETTLED);
    expect(settlements(desk)).toMatchObject([{ day: MONDAY, price: SETTLED }]);
    expect(position(desk)).toMatchObject({ cost: 150 * SETTLED, note: null });
  });

  test('a fill of the new day goes on at cost, marked and journalled, until the next settlement', async () => {
    const prices: Record<string, number> = {};
    const desk = await held(prices);
    wake(desk, WEDNESDAY);
    await settle();
    await trade(desk, { price: ENTRY + 1000 });
    expect(settlements(desk)).toMatchObject([{ day: MONDAY, price: null, source: null, pnl: 0, netQty: 150 }]);
    expect(position(desk)).toMatchObject({
      netQty: 225,
      cost: 225 * ENTRY + 75 * 1000,
      note: expect.stringMatching(/^The settlement price of 2026-11-23 was not known: it is carried at cost/) as string,
    });
    await desk.restart();
    expect(position(desk).note).toMatch(/was not known/);
    prices[WEDNESDAY] = SETTLED;
    wake(desk, THURSDAY);
    desk.tick(desk.future.id, SETTLED, SETTLED);
    expect(settlements(desk).at(-1)).toMatchObject({ day: WEDNESDAY, pnl: 225 * SETTLED - 225 * ENTRY - 75 * 1000 });
    expect(position(desk)).toMatchObject({ cost: 225 * SETTLED, note: null });
  });

  test("the broker's own word goes before the market's", async () => {
    const desk = await held();
    desk.broker.settled = { day: MONDAY, price: SETTLED + 15 };
    wake(desk, WEDNESDAY);
    await desk.restart();
    expect(settlements(desk)).toMatchObject([{ day: MONDAY, price: SETTLED + 15, source: 'BROKER' }]);
  });
});

test(
  'P10 P2 P7 whatever is traded, settled, slept over, annulled or restarted, no paisa is made or lost and each day is settled once',
  async () => {
    const step = fc.record({
      days: fc.integer({ min: 0, max: 3 }),
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      lots: fc.integer({ min: 1, max: 3 }),
      ticks: fc.integer({ min: -40, max: 40 }),
      act: fc.constantFrom('live' as const, 'restart' as const, 'crash' as const, 'bust' as const),
    });
    let traded = 0;
    let settled = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 6 }),
        fc.array(fc.option(fc.integer({ min: 2_500_000, max: 2_700_000 }), { nil: null }), {
          minLength: 9,
          maxLength: 9,
        }),
        async (steps, closes) => {
          const desk = await richDesk();
          desk.dailySettlement = (_instrument, day) => {
            const price = closes[Math.round((istMidnight(day) - istMidnight(MONDAY)) / DAY_MS)] ?? null;
            return price === null ? null : { price, source: 'MARKET' };
          };
          const { accountId } = desk.store.identity;
          const { margin } = desk.store.account(accountId);
          const last = START + 7 * DAY_MS;
          for (const { days, side, lots, ticks, act } of steps) {
            desk.clock.advanceTo(Math.min(last, desk.clock.now() + days * DAY_MS));
            if (act !== 'bust') await settle();
            await trade(desk, { side, lots, price: ENTRY + ticks * 10 });
            if (act === 'restart') await desk.restart();
            if (act === 'crash') {
              desk.crash();
              await desk.start();
            }
            if (act === 'bust') {
              const annulled = new Set(desk.broker.busts.map(({ tradeId }) => tradeId));
              const left = desk.broker.fills.filter(({ tradeId }) => !annulled.has(tradeId)).at(-1);
              if (left !== undefined) desk.broker.bust(left.tradeId);
              await settle();
            }
            expect(desk.portfolio.cash()).toBe(margin + moved(desk));
            const folded = desk.portfolio.folded(desk.future.id);
            expect(folded.netQty === 0 ? folded.cost : 0).toBe(0);
          }
          traded += desk.store.trades(accountId, 0).length;
          const rows = settlements(desk);
          settled += rows.length;
          expect(new Set(rows.map(({ day }) => day)).size).toBe(rows.length);
          const live = desk.portfolio.folded(desk.future.id);
          const booked = desk.portfolio.funds();
          expect(desk.portfolio.restore().problems).toEqual([]);
          expect(desk.portfolio.folded(desk.future.id)).toEqual(live);
          expect(desk.portfolio.funds()).toEqual(booked);
          desk.oms.close();
          desk.store.close();
        },
      ),
      { numRuns: Math.ceil(propertyRuns / 8) },
    );
    expect(traded).toBeGreaterThan(propertyRuns / 8);
    expect(settled).toBeGreaterThan(propertyRuns / 32);
  },
  propertyTimeout,
);
