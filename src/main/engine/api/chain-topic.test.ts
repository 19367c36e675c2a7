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

/** A topic over a real hub, whose ticks the test sends; nothing was recorded. */
function followed() {
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
  const ticks = { chainAt: () => Promise.resolve(null) } as unknown as TickStore;
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
  const session = { hub, feed } as unknown as TradingSession;
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
