import { beforeEach, describe, expect, it } from 'vitest';
import type { FeedHealth, Instrument } from '../../../contract/market.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { emptyTick } from '../domain/tick.ts';
import type { Tick } from '../domain/tick.ts';
import { InstrumentBook } from '../market-data/instrument-book.ts';
import { QuoteCache } from '../market-data/quote-cache.ts';
import { CALL_26000, DESK_START } from '../../../testing/desk-records.ts';
import { settle } from '../../../testing/order-desk.ts';
import { AlertReadings } from './alert-readings.ts';

const CALL: Instrument = { ...CALL_26000, id: 7 };
const PREV_CLOSE = 20_000;

let clock: VirtualClock;
let health: FeedHealth['state'];
let quotes: QuoteCache;
let readings: AlertReadings;
let asked: number[];

beforeEach(() => {
  clock = new VirtualClock(DESK_START);
  health = 'live';
  asked = [];
  quotes = new QuoteCache({
    now: () => clock.now(),
    health: () => ({ state: health }) as FeedHealth,
    prevClose: () => PREV_CLOSE,
    inSession: () => true,
  });
  const instruments = new InstrumentBook();
  instruments.add([CALL]);
  readings = new AlertReadings({
    instruments,
    chains: { view: () => expect.fail('no chain is looked at') },
    session: {
      clock,
      barAnchor: 0,
      hub: { quotes },
      oms: { positionViews: () => [] },
      portfolio: { open: () => [], dayNet: () => 0 },
      history: {
        bars: (_id, _interval, before) => {
          asked.push(before);
          const bar = (n: number) => ({
            ts: before - n * 60_000,
            open: n,
            high: n,
            low: n,
            close: n,
            volume: 1,
            oi: 0,
          });
          return Promise.resolve([3, 2, 1].map(bar));
        },
      },
      onError: (error) => expect.fail(String(error)),
    },
  });
});

/** What an alert on the price reads after a tick, `after` ms later. */
function ltpOf(ltp: number, book: Partial<Tick> = { bid: ltp - 5, ask: ltp + 5 }, after = 250): number | null {
  clock.advanceBy(after);
  quotes.apply({ ...emptyTick(), instrumentId: CALL.id, ts: clock.now(), ltp, ...book });
  return readings.read({ on: 'LTP', instrumentId: CALL.id });
}

describe('a price is read', () => {
  it('from a live quote, and from none that is stale', () => {
    expect(readings.read({ on: 'LTP', instrumentId: CALL.id })).toBeNull();
    expect(ltpOf(20_500)).toBe(20_500);
    expect(readings.read({ on: 'CHANGE', instrumentId: CALL.id })).toBeCloseTo(2.5);
    health = 'stale';
    expect(ltpOf(20_600)).toBeNull();
    health = 'live';
    expect(ltpOf(20_600)).toBe(20_600);
  });

  it('beside an unsound book only once it has stood for a second on a live feed', () => {
    const alone = { bid: 0, ask: 0 };
    expect(ltpOf(20_500, alone)).toBeNull();
    expect(ltpOf(20_500, alone, 500)).toBeNull();
    health = 'stale';
    expect(ltpOf(20_500, alone, 5000)).toBeNull();
    health = 'live';
    expect(ltpOf(20_500, alone)).toBeNull();
    expect(ltpOf(20_400, alone, 900)).toBeNull();
    expect(ltpOf(20_400, alone, 1000)).toBe(20_400);
  });

  it('never from a print outside the band, though the band moves with the last price', () => {
    expect(ltpOf(20_500)).toBe(20_500);
    const stayed = { bid: 20_495, ask: 20_505 };
    expect(ltpOf(400_000, stayed)).toBeNull();
    expect(ltpOf(400_000, stayed, 60_000)).toBeNull();
    expect(ltpOf(20_600)).toBe(20_600);
  });

  it('outside the band as it was known when the book is out there as well, and stays', () => {
    expect(ltpOf(20_500)).toBe(20_500);
    expect(ltpOf(300_000)).toBeNull();
    expect(ltpOf(300_100, undefined, 1000)).toBe(300_100);
    expect(ltpOf(300_200)).toBe(300_200);
  });
});

it('an indicator is read of closed bars, once for each bar', async () => {
  const subject = {
    on: 'INDICATOR',
    instrumentId: CALL.id,
    interval: '1m',
    indicator: 'sma',
    output: 'sma',
    values: { length: 2 },
  } as const;
  // Late ticks of the bar before are in by then.
  expect(ltpOf(20_500, undefined, 1500)).toBe(20_500);
  expect(readings.read(subject)).toBeNull();
  await settle();
  expect(readings.read(subject)).toBe(1.5);
  expect(ltpOf(20_600)).toBe(20_600);
  expect(readings.read(subject)).toBe(1.5);
  expect(asked).toEqual([DESK_START]);
});
