import { expect, test } from 'vitest';
import type { Chain } from '../../../contract/chain.ts';
import { topics } from '../../../contract/contract.ts';
import type { Instrument } from '../../../contract/market.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { ClosingOi, exchangeCloseBefore } from '../desk/closing-oi.ts';
import { OptionChains } from '../desk/option-chains.ts';
import type { TradingSession } from '../desk/trading-session.ts';
import { emptyTick } from '../domain/tick.ts';
import type { Tick } from '../domain/tick.ts';
import { MarketHub } from '../market-data/hub.ts';
import { InstrumentBook } from '../market-data/instrument-book.ts';
import { OptionListing } from '../market-data/option-listing.ts';
import type { TickStore } from '../store/tick-store.ts';
import { settle } from '../../../testing/order-desk.ts';
import { chainTopic } from './chain-topic.ts';

const CHOICE = { underlying: 'NIFTY', expiry: '2026-12-01' };

function contract(id: number, kind: Instrument['kind'], strike: number | null, expiry: string | null): Instrument {
  const symbol = `NIFTY ${id}`;
  const terms = { exchange: 'NFO', lotSize: 65, tickSize: 5, freezeQty: null } as const;
  return { id, symbol, name: symbol, underlying: 'NIFTY', kind, strike, expiry, ...terms };
}

const LISTED = [
  contract(1, 'INDEX', null, null),
  contract(2, 'CE', 2_600_000, CHOICE.expiry),
  contract(3, 'PE', 2_600_000, CHOICE.expiry),
  contract(4, 'CE', 2_600_000, '2026-12-29'),
];

/** A topic over a real hub, whose ticks the test sends; nothing was recorded but what `chainAt` gives. */
function followed(mode: 'PAPER' | 'REPLAY' = 'PAPER', chainAt: TickStore['chainAt'] = () => Promise.resolve(null)) {
  const clock = new VirtualClock(Date.parse('2026-11-23T05:30:00Z'));
  let send: (tick: Tick) => void = () => {};
  const feed = {
    name: 'test',
    source: 'test',
    start: (onTick: (tick: Tick) => void) => void (send = onTick),
    stop: () => {},
    health: () => ({ name: 'test', state: 'live' as const, ageMs: 0 }),
    prevClose: () => 0,
    phase: () => ({ label: 'open', open: true, until: null, next: null }),
  };
  const onError = (error: unknown) => {
    throw error;
  };
  const hub = new MarketHub(feed, { now: () => clock.now(), inSession: () => true, onError });
  hub.start();
  const instruments = new InstrumentBook();
  instruments.add(LISTED);
  const listing = new OptionListing(instruments);
  const ticks = { chainAt } as unknown as TickStore;
  const chains = new OptionChains({
    clock,
    quotes: hub.quotes,
    listing,
    lists: () => true,
    closingOi: new ClosingOi({ ticks, source: 'test', listing, closeBefore: exchangeCloseBefore, onError }),
    rate: () => 0.055,
    recorded: { ticks, source: 'test', barAnchor: 0 },
  });
  const told: Chain[] = [];
  const session = { mode, clock, hub, feed, onError } as unknown as TradingSession;
  const topic = chainTopic(session, chains, clock, CHOICE, (chain) => told.push(chain));
  const tick = (instrumentId: number, ltp: number) => send({ ...emptyTick(), instrumentId, ts: clock.now(), ltp });
  return { clock, tick, told, topic };
}

test('a chain comes twice a second while its own ticks do, in the shape of the contract', () => {
  const { clock, tick, told, topic } = followed();
  expect(topics.chain.data.parse(topic.snapshot)).toMatchObject({ ...CHOICE, strikes: [], forward: null });
  clock.advanceBy(2000);
  expect(told).toEqual([]);
  for (let turn = 0; turn < 200; turn++) {
    clock.advanceBy(10);
    tick(2, 16_000);
    tick(3, 12_000);
  }
  clock.advanceBy(500);
  expect(told.length).toBeGreaterThanOrEqual(3);
  expect(told.length).toBeLessThanOrEqual(5);
  const chain = topics.chain.data.parse(told.at(-1));
  expect(chain).toMatchObject({
    forwardFrom: 'parity',
    lotSize: 65,
    figures: { atmStrike: 2_600_000, straddle: 28_000 },
  });
  expect(chain.strikes[0]!.call!.iv).toBeGreaterThan(0);
  topic.close();
});

test('a tick of the index is of the chain, one of another expiry is not, and a closed topic is silent', () => {
  const { clock, tick, told, topic } = followed();
  tick(4, 16_000);
  clock.advanceBy(1000);
  expect(told).toEqual([]);
  tick(1, 2_601_000);
  clock.advanceBy(1000);
  expect(told.map(({ spot, forwardFrom }) => [spot, forwardFrom])).toEqual([[2_601_000, 'spot']]);
  topic.close();
  tick(2, 16_000);
  clock.advanceBy(1000);
  expect(told).toHaveLength(1);
});

test('without a recorded close the change of open interest says so', async () => {
  const { clock, tick, told } = followed();
  tick(2, 16_000);
  clock.advanceBy(500);
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  tick(2, 16_005);
  clock.advanceBy(500);
  const [row] = told.at(-1)!.strikes;
  expect(row!.call).toMatchObject({ chgOi: null, chgOiReason: 'the close of 2026-11-20 at 15:39:59 was not recorded' });
});

test('of a replay it is as it was recorded, where it was; else of the replayed quotes; and it tells which', async () => {
  const quoted = { ltp: 16_100, bid: 16_095, ask: 16_105, volume: 65, oi: 650, prevOi: 130 };
  let kept = true;
  const { clock, tick, told, topic } = followed('REPLAY', (_source, _underlying, _expiry, ts) =>
    Promise.resolve(
      kept ? { ts: ts - 400, spot: 2_600_500, strikes: [{ strike: 2_600_000, call: quoted, put: null }] } : null,
    ),
  );
  expect(topic.snapshot.readFrom).toBe('quotes');
  await settle();
  tick(2, 16_000);
  clock.advanceBy(500);
  await settle();
  const [call] = told.at(-1)!.strikes;
  expect(told.at(-1)).toMatchObject({ readFrom: 'recording', ts: clock.now() - 400, spot: 2_600_500 });
  expect(call!.call).toMatchObject({ ltp: 16_100, oi: 650, chgOi: 520 });
  kept = false;
  clock.advanceBy(500);
  await settle();
  expect(told.at(-1)).toMatchObject({ readFrom: 'quotes', ts: clock.now() });
  expect(told.at(-1)!.strikes[0]!.call!.ltp).toBe(16_000);
  topic.close();
  const before = told.length;
  clock.advanceBy(2000);
  await settle();
  expect(told).toHaveLength(before);
});
