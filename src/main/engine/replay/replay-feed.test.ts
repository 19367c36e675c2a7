import { describe, expect, it } from 'vitest';
import type { Instrument } from '../../../contract/market.ts';
import type { Clock } from '../core/clock.ts';
import { SystemClock } from '../core/system-clock.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import type { TickColumns, TickStore } from '../store/tick-store.ts';
import { ReplayFeed } from './replay-feed.ts';

const start = Date.parse('2021-04-13T09:15:00+05:30');
const equity: Instrument = {
  id: 7,
  exchange: 'NSE',
  symbol: 'INFY',
  name: 'INFY',
  underlying: 'INFY',
  kind: 'EQ',
  expiry: null,
  strike: null,
  lotSize: 1,
  tickSize: 5,
  freezeQty: null,
};

interface Row {
  ts: number;
  ltp: number;
  instrumentId?: number;
}

function columnsOf(rows: Row[]): TickColumns {
  const length = rows.length;
  const zeros = () => new Int32Array(length);
  return {
    length,
    instrumentId: Int32Array.from(rows, ({ instrumentId }) => instrumentId ?? 7),
    ts: Float64Array.from(rows, ({ ts }) => ts),
    seq: Float64Array.from(rows, (_, row) => row),
    ltp: Int32Array.from(rows, ({ ltp }) => ltp),
    bid: zeros(),
    ask: zeros(),
    bidQty: zeros(),
    askQty: zeros(),
    volume: new Float64Array(length),
    oi: new Float64Array(length),
    flags: new Uint8Array(length),
  };
}

function storeOf(rows: Row[]): TickStore {
  return {
    ticks: (_day: string, _source: string, _from: number, _to: number, skip: number, limit: number) =>
      Promise.resolve(columnsOf(rows.slice(skip, skip + limit))),
  } as unknown as TickStore;
}

function feedOf(rows: Row[], real: Clock, speed: number): ReplayFeed {
  return new ReplayFeed({
    store: storeOf(rows),
    clock: real,
    day: '2021-04-13',
    source: 'import:day.csv',
    from: start,
    to: start + 60_000,
    speed,
    instrument: () => equity,
    prevClose: () => 0,
    phase: () => ({ label: 'Normal session', open: true, until: null, next: null }),
    onError: (error) => {
      throw error;
    },
  });
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

describe('ReplayFeed', () => {
  it('gives each tick at its own time, at the chosen speed', async () => {
    const real = new VirtualClock(0);
    const feed = feedOf(
      [0, 1, 2, 10].map((second) => ({ ts: start + second * 1000, ltp: 100_00 + second })),
      real,
      2,
    );
    const seen: [number, number][] = [];
    feed.start((tick) => seen.push([tick.ltp, feed.clock.now()]));
    real.advanceBy(20);
    await settle();
    real.advanceBy(1000);
    expect(seen).toEqual([
      [100_00, start],
      [100_01, start + 1000],
      [100_02, start + 2000],
    ]);
  });

  it('gives whole milliseconds, although the time that carries it has fractions', async () => {
    const real = new VirtualClock(0);
    const feed = feedOf([{ ts: start + 10_000, ltp: 1 }], real, 0.33);
    feed.start(() => undefined);
    for (let beat = 0; beat < 5; beat++) {
      real.advanceBy(20);
      await settle();
      expect(Number.isInteger(feed.clock.now())).toBe(true);
    }
    expect(feed.clock.now()).toBe(start + 26);
  });

  it('runs timers between the ticks they fall between', async () => {
    const real = new VirtualClock(0);
    const feed = feedOf(
      [
        { ts: start, ltp: 1 },
        { ts: start + 1000, ltp: 2 },
      ],
      real,
      1,
    );
    const seen: string[] = [];
    feed.start((tick) => seen.push(`tick ${tick.ltp}`));
    feed.clock.setTimeout(() => seen.push('timer'), 500);
    real.advanceBy(20);
    await settle();
    real.advanceBy(2000);
    expect(seen).toEqual(['tick 1', 'timer', 'tick 2']);
  });

  it('estimates a book only where the recording has none, and marks it', async () => {
    const real = new VirtualClock(0);
    const feed = feedOf([{ ts: start, ltp: 1_000_00 }], real, 1);
    const seen: { bid: number; ask: number; estimatedBook: boolean }[] = [];
    feed.start(({ bid, ask, estimatedBook }) => seen.push({ bid, ask, estimatedBook }));
    real.advanceBy(20);
    await settle();
    real.advanceBy(40);
    expect(seen).toEqual([{ bid: 999_80, ask: 1_000_20, estimatedBook: true }]);
  });

  it('pauses without losing its place, and ends', async () => {
    const real = new VirtualClock(0);
    const feed = feedOf(
      [
        { ts: start, ltp: 1 },
        { ts: start + 100, ltp: 2 },
      ],
      real,
      1,
    );
    const seen: number[] = [];
    feed.start((tick) => seen.push(tick.ltp));
    real.advanceBy(20);
    await settle();
    real.advanceBy(20);
    feed.clock.pause();
    real.advanceBy(60_000);
    expect(seen).toEqual([1]);
    feed.clock.play();
    real.advanceBy(200);
    expect(seen).toEqual([1, 2]);
    expect(feed.ended).toBe(true);
    expect(feed.health().state).toBe('paused');
  });

  it('reaches a moment between two ticks, and goes on from there', async () => {
    const real = new SystemClock();
    const feed = feedOf(
      [
        { ts: start + 1_000, ltp: 100 },
        { ts: start + 5_000, ltp: 101 },
      ],
      real,
      1,
    );
    const seen: number[] = [];
    feed.start(({ ltp }) => seen.push(ltp));
    feed.clock.pause();
    await feed.runTo(start + 3_000);
    expect([feed.clock.now(), seen]).toEqual([start + 3_000, [100]]);
    await feed.runTo(start + 6_000);
    expect([feed.clock.now(), seen]).toEqual([start + 6_000, [100, 101]]);
  });

  it('runs on to the next tick of one instrument, one of several at the same moment, and stands there', async () => {
    const rows = [
      { ts: start + 1_000, ltp: 100, instrumentId: 8 },
      { ts: start + 2_000, ltp: 101 },
      { ts: start + 2_000, ltp: 102 },
      { ts: start + 2_000, ltp: 103, instrumentId: 8 },
      { ts: start + 9_000, ltp: 104 },
    ];
    const feed = feedOf(rows, new SystemClock(), 1);
    const seen: number[] = [];
    feed.start(({ ltp }) => seen.push(ltp));
    feed.clock.pause();
    const step = async () => {
      await feed.runToTick(7);
      return [feed.clock.now() - start, seen.at(-1), feed.ended];
    };
    expect(await step()).toEqual([2_000, 101, false]);
    expect(await step()).toEqual([2_000, 102, false]);
    expect(await step()).toEqual([9_000, 104, true]);
    expect(await step()).toEqual([60_000, 104, true]);
    expect(seen).toEqual([100, 101, 102, 103, 104]);
  });

  it('stands at its end, however far beyond it is asked to go', async () => {
    const real = new SystemClock();
    const feed = feedOf([{ ts: start + 1_000, ltp: 100 }], real, 1);
    feed.start(() => {});
    feed.clock.pause();
    let beats = 0;
    feed.clock.setInterval(() => (beats += 1), 1_000);
    await feed.runTo(Number.MAX_SAFE_INTEGER);
    expect([feed.clock.now(), feed.ended, beats]).toEqual([start + 60_000, true, 60]);
    expect(feed.phase(feed.clock.now())).toMatchObject({ label: 'Replay ended: seek back or stop it', open: false });
  });

  it('F8 does not run past its end when the machine has slept', async () => {
    let slept = 0;
    class SleepingClock extends VirtualClock {
      override monotonic(): number {
        return super.monotonic() + slept;
      }
    }
    const real = new SleepingClock(0);
    const feed = feedOf([{ ts: start + 1_000, ltp: 100 }], real, 100);
    feed.start(() => {});
    real.advanceBy(20);
    await settle();
    slept = 4 * 3_600_000;
    real.advanceBy(40);
    expect([feed.clock.now(), feed.ended]).toEqual([start + 60_000, true]);
  });

  it('lets go of a seek when it is stopped', async () => {
    const real = new SystemClock();
    const feed = feedOf(
      [
        { ts: start + 1_000, ltp: 100 },
        { ts: start + 5_000, ltp: 101 },
      ],
      real,
      1,
    );
    feed.start(() => feed.stop());
    await feed.runTo(start + 6_000);
    expect(feed.clock.now()).toBe(start + 1_000);
  });
});
