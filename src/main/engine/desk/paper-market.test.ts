import { afterEach, beforeEach, expect, it } from 'vitest';
import { seededIds } from '../core/ids.ts';
import { DAY_MS, istDay, istMidnight } from '../core/ist.ts';
import { silentLog } from '../core/operator-log.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { isSettlement } from '../domain/daily-settlement.ts';
import { tradingEnds } from '../domain/trading-ends.ts';
import { InstrumentBook } from '../market-data/instrument-book.ts';
import type { DeskStore } from '../store/desk-store.ts';
import { openDeskStore } from '../store/sqlite/open-desk-store.ts';
import type { TickStore } from '../store/tick-store.ts';
import { temporaryTickStore } from '../../../testing/temporary-tick-store.ts';
import type { TemporaryTickStore } from '../../../testing/temporary-tick-store.ts';
import { settle } from '../../../testing/order-desk.ts';
import { PaperMarket } from './paper-market.ts';
import { marketIntent } from '../../../testing/market-intent.ts';

const EXPIRY = tradingEnds({ expiry: '2026-12-01' });
const ids = seededIds(3);
let tickStore: TemporaryTickStore;
beforeEach(() => {
  tickStore = temporaryTickStore();
});
afterEach(() => tickStore.remove());

function openMarket(store: DeskStore, ticks: TickStore, clock: VirtualClock): PaperMarket {
  const instruments = new InstrumentBook();
  instruments.add(store.instruments());
  return new PaperMarket({ clock, ids, store, ticks, instruments, seed: 5, log: silentLog });
}

async function advance(clock: VirtualClock, until: number): Promise<void> {
  while (clock.now() < until) {
    clock.advanceTo(Math.min(until, clock.now() + 50));
    await settle();
  }
}

it.each([
  ['while the desk runs', 0],
  ['while it is off for a weekend', 3 * DAY_MS],
])('a weekly option that expires %s is settled at the simulated index of that moment', async (_, asleep) => {
  const clock = new VirtualClock(EXPIRY - 5_000);
  const store = openDeskStore({ file: ':memory:', clock, ids });
  const ticks = await tickStore.open();
  let market = openMarket(store, ticks, clock);
  await market.start();
  const { simulator, session } = market;
  const listed = store.instruments();
  const index = listed.find(({ kind, underlying }) => kind === 'INDEX' && underlying === 'NIFTY')!;
  const settlement = Math.round(simulator.fairPrice(index.id, EXPIRY)!);
  const call = listed
    .filter(({ kind, underlying, expiry }) => kind === 'CE' && underlying === 'NIFTY' && expiry === istDay(EXPIRY))
    .find(({ strike }) => strike! < settlement - 10_000 && strike! > settlement - 20_000)!;
  const request = { instrumentId: call.id, side: 'BUY', lots: 1, orderType: 'MARKET', price: null } as const;
  const placed = session.oms.place({
    ...request,
    intentId: ids.uuid(),
    triggerPrice: null,
    validity: 'DAY',
    tpPrice: null,
    slPrice: null,
    confirmed: true,
  });
  expect(placed.reason).toBeNull();
  await advance(clock, EXPIRY - 3_000);
  expect(session.oms.positionViews()).toMatchObject([{ netQty: call.lotSize }]);

  if (asleep > 0) {
    await market.close();
    clock.advanceTo(EXPIRY + asleep);
    market = openMarket(store, ticks, clock);
    await market.start();
  } else await advance(clock, EXPIRY + 1_000);
  await settle();

  const accountId = store.identity.accountId;
  const value = settlement - call.strike!;
  expect(store.trades(accountId, 0).at(-1)).toMatchObject({ side: 'SELL', fillPrice: value, timestamp: EXPIRY });
  expect(store.orders(accountId, 0).at(-1)).toMatchObject({ source: 'BROKER', state: 'FILLED' });
  expect(market.session.portfolio.open()).toEqual([]);
  expect(market.session.oms.reconciledAt).not.toBeNull();
  const paid = store.trades(accountId, 0).reduce((sum, { pnl, charges }) => sum + pnl - charges, 0);
  const { available } = market.session.portfolio.funds();
  expect(available).toBe(market.session.account.margin + paid);
  await market.close();
  store.close();
});

it.each([
  ['while the desk runs', 0],
  ['while it is off for two days', 2 * DAY_MS],
])('P10 a future held over midnight %s is marked to the simulated price at which its day ended', async (_, asleep) => {
  const midnight = istMidnight('2026-11-26');
  const clock = new VirtualClock(midnight - 3_000);
  const store = openDeskStore({ file: ':memory:', clock, ids });
  const ticks = await tickStore.open();
  let market = openMarket(store, ticks, clock);
  await market.start();
  const future = store
    .instruments()
    .find(({ kind, underlying, expiry }) => kind === 'FUT' && underlying === 'NIFTY' && expiry! > '2026-11-28')!;
  const settlement = Math.round(market.simulator.fairPrice(future.id, midnight)!);
  market.session.oms.place(marketIntent(future.id, { intentId: ids.uuid() }));
  await advance(clock, midnight - 1_000);
  const bought = store.trades(store.identity.accountId, 0);
  expect(bought).not.toEqual([]);

  if (asleep > 0) {
    await market.close();
    clock.advanceTo(midnight + asleep);
    market = openMarket(store, ticks, clock);
    await market.start();
  } else await advance(clock, midnight + 2_000);
  await settle();

  const marked = store.bookings(store.identity.accountId).filter(isSettlement);
  expect(marked.map(({ day, source }) => `${day} ${source}`)).toEqual(
    asleep > 0 ? ['2026-11-25 MARKET', '2026-11-26 MARKET', '2026-11-27 MARKET'] : ['2026-11-25 MARKET'],
  );
  expect(marked[0]!.price).toBe(settlement);
  const { portfolio, oms, account } = market.session;
  expect(oms.positionViews()[0]).toMatchObject({
    cost: future.lotSize * marked.at(-1)!.price!,
    realised: 0,
    note: null,
  });
  const booked = marked.reduce((sum, { pnl }) => sum + pnl, 0) - bought.reduce((sum, { charges }) => sum + charges, 0);
  expect(portfolio.funds().opening).toBe(account.margin + booked);
  expect(oms.reconciledAt).not.toBeNull();
  await market.close();
  store.close();
});
