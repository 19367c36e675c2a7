import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DRILL_FAULT_NAMES } from '../../../contract/drill.ts';
import type { DrillFault, DrillReport } from '../../../contract/drill.ts';
import type { Instrument } from '../../../contract/market.ts';
import type { Intent } from '../../../contract/trading.ts';
import { settle } from '../../../testing/order-desk.ts';
import { ScriptedBroker } from '../../../testing/scripted-broker.ts';
import { temporaryTickStore } from '../../../testing/temporary-tick-store.ts';
import type { TemporaryTickStore } from '../../../testing/temporary-tick-store.ts';
import { seededIds } from '../core/ids.ts';
import { silentLog } from '../core/operator-log.ts';
import { Random } from '../core/random.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { openSession } from '../desk/open-session.ts';
import { PaperMarket } from '../desk/paper-market.ts';
import type { PaperMarketParts } from '../desk/paper-market.ts';
import { InstrumentBook } from '../market-data/instrument-book.ts';
import type { DeskStore } from '../store/desk-store.ts';
import { openDeskStore } from '../store/sqlite/open-desk-store.ts';
import type { TickStore } from '../store/tick-store.ts';
import { marketIntent } from '../../../testing/market-intent.ts';

const START = Date.parse('2026-11-23T05:30:00Z');
let files: TemporaryTickStore;
let ticks: TickStore;
let clock: VirtualClock;
let store: DeskStore;
let market: PaperMarket;
const ids = seededIds(11);
const random = new Random(3);

beforeEach(async () => {
  files = temporaryTickStore();
  ticks = await files.open();
  clock = new VirtualClock(START);
  store = openDeskStore({ file: ':memory:', clock, ids });
  market = openMarket();
  await market.start();
});
afterEach(async () => {
  await market.close();
  await ticks.close();
  store.close();
  await files.remove();
});

function openMarket(over: Partial<PaperMarketParts> = {}): PaperMarket {
  const instruments = new InstrumentBook();
  instruments.add(store.instruments());
  return new PaperMarket({ clock, ids, store, ticks, instruments, seed: 5, log: silentLog, ...over });
}

async function pass(ms: number): Promise<void> {
  const until = clock.now() + ms;
  while (clock.now() < until) {
    clock.advanceTo(Math.min(until, clock.now() + 50));
    await settle();
  }
}

/** A call near the money, with a quote. */
function call(): Instrument {
  const { quotes } = market.session.hub;
  const calls = store.instruments().filter(({ kind, underlying }) => kind === 'CE' && underlying === 'NIFTY');
  const priced = calls.filter(({ id }) => (quotes.get(id)?.ltp ?? 0) > 10_000 && quotes.get(id)!.ask > 0);
  return priced.toSorted((a, b) => quotes.get(a.id)!.ltp - quotes.get(b.id)!.ltp)[0]!;
}

function place(instrument: Instrument, change: Partial<Intent> = {}) {
  return market.session.oms.place(marketIntent(instrument.id, { intentId: ids.uuid(), ...change }));
}

/** Holds a lot, with a stop a quarter below the market when `stop` is wanted. */
async function hold(stop: boolean): Promise<Instrument> {
  const instrument = call();
  const { ltp } = market.session.hub.quotes.get(instrument.id)!;
  const slPrice = stop ? Math.round((ltp * 0.75) / instrument.tickSize) * instrument.tickSize : null;
  place(instrument, { slPrice });
  await pass(1000);
  expect(market.session.portfolio.netQty(instrument.id)).toBe(instrument.lotSize);
  return instrument;
}

async function reported(): Promise<DrillReport> {
  const { drill } = market;
  for (let waited = 0; drill!.run !== null && waited < 120; waited++) await pass(1000);
  expect(drill!.run).toBeNull();
  return drill!.last!;
}

const plan = (faults: DrillFault[], seed = 1, seconds = 60) => ({ faults, seconds, seed });
const part = (report: DrillReport, key: string) => report.parts.find((each) => each.key === key)!;
const lines = () => store.logs(null, 200).map(({ message }) => message);

/** Buys, sells, joins, cancels and modifies as a trader may, about twice a second; a refusal is an answer. */
async function trade(seconds: number): Promise<void> {
  const { oms } = market.session;
  const instrument = call();
  for (let turn = 0; turn < seconds * 2; turn++) {
    const quote = market.session.hub.quotes.get(instrument.id)!;
    const live = oms.orderViews().filter(({ status }) => status === 'PENDING');
    const action = random.next();
    try {
      if (action < 0.25) place(instrument, { slPrice: Math.floor((quote.bid * 0.9) / 5) * 5 });
      else if (action < 0.45) place(instrument, { orderType: 'LIMIT', price: quote.bid });
      else if (action < 0.55) place(instrument, { side: 'SELL' });
      else if (action < 0.75 && live.length > 0) oms.cancel(live[random.integer(0, live.length - 1)]!.id);
      else if (action < 0.85 && live.length > 0) oms.modify(live[0]!.id, quote.bid - 5, 1);
    } catch {
      // What is refused is not what this is about.
    }
    await pass(500);
  }
}

it.each([1, 2])(
  'O5, O6, O12, P9: with every fault on (seed %i) no order is doubled or lost, and the books agree again',
  async (seed) => {
    await hold(true);
    market.drill!.start(plan([...DRILL_FAULT_NAMES], seed));
    await trade(60);
    const report = await reported();
    expect(part(report, 'orders').finding).toMatch(/ 0 doubled, 0 lost\.$/);
    expect(part(report, 'orders').points).toBe(30);
    expect(part(report, 'limits').points).toBe(10);
    expect(part(report, 'books').finding).toMatch(/^The books agreed/);
    expect(report.unknown.length).toBeGreaterThan(0);
    expect(report.unknown.filter(({ became }) => became === 'UNKNOWN')).toEqual([]);
    expect(report.faults.filter(({ hits }) => hits > 0).length).toBeGreaterThanOrEqual(7);
    expect(market.session.oms.reconciledAt).not.toBeNull();
    expect(market.session.feed.health().state).toBe('live');
  },
  60_000,
);

it('the same seed has the same faults, and a drill is in the log from its start to its score', async () => {
  await hold(true);
  market.drill!.start(plan(['slowAnswers', 'feedSilent'], 9, 20));
  const report = await reported();
  const told = lines().filter((line) => line.startsWith('Fault drill'));
  expect(told.at(-1)).toBe(
    'Fault drill started for 20 s, seed 9: slow answers, feed silent (F10). Paper account only.',
  );
  expect(told.some((line) => /^Fault drill: feed silent \(F10\) for \d\.\d s\.$/.test(line))).toBe(true);
  expect(told).toContain('Fault drill: every fault is off, its time is over.');
  expect(told[0]).toContain(`Fault drill ended with a score of ${report.score} of 100.`);
  expect(store.verifyLogs().ok).toBe(true);
});

describe('the score', () => {
  it('B3: falls by the seconds that a frozen stop left a position without protection', async () => {
    const instrument = await hold(true);
    // An exit that rests for all of it takes the place of the stop at the exchange: the terminal holds it.
    const { ltp } = market.session.hub.quotes.get(instrument.id)!;
    place(instrument, { side: 'SELL', orderType: 'LIMIT', price: Math.round((ltp * 1.15) / 5) * 5 });
    await pass(1000);
    expect(market.session.oms.positionViews()[0]!.stopHome).toBe('TERMINAL');
    market.drill!.start(plan(['feedSilent'], 4, 30));
    const report = await reported();
    const [position] = report.positions;
    expect(position!.name).toBe(instrument.name);
    const frozen = position!.lacked.find(({ why }) => why === 'a live feed: its stop was frozen')!;
    expect(frozen.seconds).toBeGreaterThan(1);
    expect(position!.protectedSeconds + frozen.seconds).toBeCloseTo(position!.heldSeconds, 3);
    expect(report.score).toBeLessThan(100);
    expect(part(report, 'protection').points).toBeCloseTo((40 * position!.protectedSeconds) / position!.heldSeconds, 6);
  });

  it('is 100 with a stop at the exchange through the same silence, and far less with no stop at all', async () => {
    const instrument = await hold(true);
    expect(market.session.oms.positionViews()[0]!.stopHome).toBe('EXCHANGE');
    market.drill!.start(plan(['feedSilent'], 4, 30));
    expect((await reported()).score).toBe(100);
    market.session.oms.protect(instrument.id, null, { tpPrice: null, slPrice: null, trail: null });
    await pass(1000);
    market.drill!.start(plan(['feedSilent'], 4, 30));
    const bare = await reported();
    expect(part(bare, 'protection')).toMatchObject({ points: 0, possible: 40 });
    expect(bare.score).toBeLessThan(60);
  });

  it('a gap goes through a stop, and the exit goes out once (PL3)', async () => {
    const instrument = await hold(true);
    market.drill!.start(plan(['priceGap'], 2, 20));
    await reported();
    const exits = market.session.oms.orderViews().filter(({ source }) => source === 'BRACKET');
    expect(exits.map(({ state }) => state)).toEqual(['FILLED']);
    expect(market.session.portfolio.netQty(instrument.id)).toBe(0);
  });

  it('a gap passes by where nothing has a stop', async () => {
    await hold(false);
    market.drill!.start(plan(['priceGap'], 2, 20));
    const report = await reported();
    expect(report.faults).toEqual([{ fault: 'priceGap', windows: 0, hits: 0 }]);
  });
});

describe('safety', () => {
  it('stopping takes every fault off at once and lets go of what was held back', async () => {
    const instrument = await hold(true);
    const drill = market.drill!;
    drill.start(plan(['streamStalled', 'feedSilent', 'sessionExpired'], 6, 60));
    const all = () => new Set(drill.run!.active);
    for (let waited = 0; !all().has('streamStalled') && waited < 600; waited++) await pass(100);
    place(instrument);
    await pass(500);
    expect(market.session.portfolio.netQty(instrument.id)).toBe(instrument.lotSize);
    drill.stop();
    expect(drill.run).toMatchObject({ state: 'settling', active: [] });
    expect(market.session.portfolio.netQty(instrument.id)).toBe(2 * instrument.lotSize);
    expect(() => drill.stop()).toThrow('No fault drill is on');
    const report = await reported();
    expect(report.endedBy).toBe('hand');
    expect(part(report, 'orders').points).toBe(30);
  });

  it('one drill at a time', () => {
    market.drill!.start(plan(['slowAnswers']));
    expect(() => market.drill!.start(plan(['slowAnswers']))).toThrow('A fault drill is on already');
  });

  it('after a restart no fault is on and the drill is told as ended by it', async () => {
    market.drill!.start(plan(['feedSilent', 'streamStalled'], 1));
    await pass(5000);
    await market.close();
    market = openMarket();
    await market.start();
    expect(market.drill!.run).toBeNull();
    expect(market.drill!.last).toMatchObject({ endedBy: 'restart', score: null, plan: { seed: 1 } });
    expect(lines()[1]).toBe('Fault drill ended by a restart: no fault is on, and it has no score.');
    await market.close();
    market = openMarket();
    expect(market.drill!.last).toMatchObject({ endedBy: 'restart' });
    expect(lines().filter((line) => line.includes('ended by a restart'))).toHaveLength(1);
  });

  it('a session that is not paper takes no faults', () => {
    const { simulator: feed, session } = market;
    const { account, history } = session;
    const open = () =>
      openSession({
        account,
        clock,
        ids,
        store,
        history,
        feed,
        seed: 1,
        barAnchor: 0,
        replay: null,
        log: silentLog,
        mode: 'REPLAY',
        instruments: new InstrumentBook(),
        inSession: () => true,
        lists: () => true,
        faults: (paper) => paper,
      });
    expect(open).toThrow('A session of mode REPLAY takes no faults.');
  });

  it('a session at another broker has no drill and an untouched feed', async () => {
    await market.close();
    market = openMarket({ connectBroker: () => new ScriptedBroker(undefined, () => clock.monotonic()) });
    expect(market.drill).toBeNull();
  });
});
