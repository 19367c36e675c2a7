import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ticksOf } from '../../desk/data-backfill.ts';
import { gapsOf } from '../../domain/feed-gaps.ts';
import {
  indexInstrument,
  temporaryTickStore,
  tickColumns,
  tickRows,
} from '../../../../testing/temporary-tick-store.ts';
import type { TemporaryTickStore } from '../../../../testing/temporary-tick-store.ts';
import { startTickStoreChild } from '../../../../testing/tick-store-child.ts';
import { TICK_FLAG } from '../tick-store.ts';
import type { TickStore } from '../tick-store.ts';
import type { DataExport } from '../../../../contract/data.ts';

const DAY = '2026-01-05';
const OPEN = Date.parse(`${DAY}T09:15:00+05:30`);
const MINUTE = 60_000;
const KITE = new URL('../../../../../../shared/marketdata/kite-ltp-2025-10-08/', import.meta.url);

let place: TemporaryTickStore;
beforeEach(() => {
  place = temporaryTickStore();
});
afterEach(() => place.remove());

const never = () => new AbortController().signal;

/** One tick a second of an instrument, its volume counting, but none within a stretch of seconds. */
function ticking(instrumentId: number, seconds: number, silent: [number, number] = [0, 0]) {
  return Array.from({ length: seconds }, (_, second) => ({
    instrumentId,
    ts: OPEN + second * 1000,
    ltp: 100_00 + (second % 50),
    volume: second * 10,
  })).filter((_, second) => second < silent[0] || second >= silent[1]);
}

describe('a feed that catches up', () => {
  it('is not drawn as trading but for its last price; its rows stay', async () => {
    const store = await place.open();
    const before = ticking(1, 120);
    const at = OPEN + 600_500;
    const burst = Array.from({ length: 40 }, (_, row) => ({
      instrumentId: 1,
      ts: at + row,
      ltp: 90_00 + row * 100,
      volume: 2000 + row,
    }));
    const after = [{ instrumentId: 1, ts: at + 5000, ltp: 129_00, volume: 2100 }];
    await store.append('feed', tickColumns([...before, ...burst, ...after]));
    await store.compact(DAY, 'feed', () => {}, never());
    const bars = await store.bars(1, '1m', Infinity, 100, 'feed');
    expect(bars.at(-1)).toMatchObject({ open: 129_00, high: 129_00, low: 129_00, close: 129_00 });
    expect((await store.dataSymbols(DAY, 'feed'))[0]).toMatchObject({ ticks: 161, caughtUp: 39 });
    const { feed } = await store.steps(DAY, 'feed');
    expect(feed.silences).toEqual([{ from: OPEN + 119_000, to: at, burst: 40 }]);
    await store.compact(DAY, 'feed', () => {}, never());
    expect((await store.dataSymbols(DAY, 'feed'))[0]!.caughtUp).toBe(39);
  });

  it('is none where ticks come as ever after a silence', async () => {
    const store = await place.open();
    await store.append('feed', tickColumns(ticking(1, 600, [200, 400])));
    await store.compact(DAY, 'feed', () => {}, never());
    expect((await store.dataSymbols(DAY, 'feed'))[0]!.caughtUp).toBe(0);
  });

  it.skipIf(!existsSync(KITE))('shows the stalls of 2025-10-08 as gaps, and no candle of their bursts', async () => {
    const store = await place.open();
    const names = ['NIFTY50_256265', 'CALL_10924290_10924290', 'PUT_10932226_10932226'];
    const day = '2025-10-08';
    for (const [index, name] of names.entries()) {
      const path = join(place.folder, `${name}.csv`);
      writeFileSync(path, gunzipSync(readFileSync(new URL(`ticks_${name}_20251008.csv.gz`, KITE))));
      const { mapping } = await store.inspect(path);
      await store.importTicks(
        path,
        mapping,
        (symbols) => symbols.map(() => index + 1),
        () => {},
        never(),
      );
      const source = `import:${name}.csv`;
      const steps = await store.steps(day, source);
      const found = gapsOf(steps, steps.session).map((gap) => ({ ...gap, minutes: (gap.to - gap.from) / MINUTE }));
      const until = (clock: string) => found.find(({ to }) => Math.floor(to / 1000) * 1000 === at(day, clock))!;
      expect(until('11:47:37')).toMatchObject({ kind: 'FEED' });
      expect(until('11:58:24').minutes).toBeCloseTo(10.2, 1);
      expect(until('11:58:24').burst).toBeGreaterThan(700);
      expect(until('12:18:19').minutes).toBeCloseTo(19.3, 1);
      for (const clock of ['11:47:37', '11:58:24']) {
        const { from, to, burst } = until(clock);
        const minute = Math.floor(to / MINUTE) * MINUTE;
        const ticks = tickRows(await store.ticks(day, source, to, minute + MINUTE, 0, 10_000));
        const drawn = ticks.filter(({ flags }) => (flags & TICK_FLAG.CAUGHT_UP) === 0);
        expect(ticks.length - drawn.length).toBeGreaterThanOrEqual(burst - 1);
        expect(drawn.filter(({ ts }) => ts < to + 1000).length).toBeLessThan(20);
        const [bar] = await store.bars(index + 1, '1m', minute + MINUTE, 1, source);
        expect(bar).toMatchObject({
          ts: minute,
          high: Math.max(...drawn.map(({ ltp }) => ltp)),
          low: Math.min(...drawn.map(({ ltp }) => ltp)),
        });
        const within = await store.ticks(day, source, from + 1, to, 0, 10);
        expect(within.length).toBe(0);
      }
    }
  });
});

/** Epoch ms of a time of day in IST. */
function at(day: string, clock: string): number {
  return Date.parse(`${day}T${clock}+05:30`);
}

describe('a gap that is filled', () => {
  const minuteBar = (minute: number, volume = 100) => ({
    ts: OPEN + minute * MINUTE,
    open: 100_00,
    high: 110_00,
    low: 95_00,
    close: 105_00,
    volume,
    oi: 7,
  });

  it('takes no tick where one was recorded, and the same ticks once', async () => {
    const store = await place.open();
    const recorded = ticking(1, 900, [150, 600]);
    await store.append('feed', tickColumns(recorded));
    const fill = Array.from({ length: 15 }, (_, minute) => ticksOf(1, minuteBar(minute))).flat();
    const kept = await store.backfill(DAY, 'feed', fill);
    // Minutes 3 to 9 are silent; minute 2 has half a minute of ticks.
    expect(kept).toBe(7 * 4);
    expect(await store.backfill(DAY, 'feed', fill)).toBe(0);
    const rows = tickRows(await store.ticks(DAY, 'feed', 0, Infinity, 0, 10_000));
    expect(rows.filter(({ flags }) => flags === 0).map(({ ts, ltp }) => [ts, ltp])).toEqual(
      recorded.map(({ ts, ltp }) => [ts, ltp]),
    );
    const filled = rows.filter(({ flags }) => flags === TICK_FLAG.BACKFILLED);
    expect(filled.length).toBe(28);
    const bars = await store.bars(1, '1m', Infinity, 100, 'feed');
    expect(bars.map(({ ts }) => (ts - OPEN) / MINUTE)).toEqual(Array.from({ length: 15 }, (_, minute) => minute));
    expect(bars[5]).toMatchObject({ open: 100_00, high: 110_00, low: 95_00, close: 105_00, volume: 100, oi: 7 });
    expect((await store.dataSymbols(DAY, 'feed'))[0]).toMatchObject({ ticks: 450 + 28, backfilled: 28 });
    // The gap is still told: what was filled in was not recorded.
    expect((await store.steps(DAY, 'feed')).feed.silences.length).toBe(1);
  });

  it('never has more volume than the tick after it, whatever a history says', async () => {
    const store = await place.open();
    await store.append('feed', tickColumns(ticking(1, 900, [150, 600])));
    await store.backfill(
      DAY,
      'feed',
      [4, 5].flatMap((minute) => ticksOf(1, minuteBar(minute, 1_000_000))),
    );
    const rows = tickRows(await store.ticks(DAY, 'feed', 0, Infinity, 0, 10_000));
    expect(rows.every(({ volume }, place) => place === 0 || volume >= rows[place - 1]!.volume)).toBe(true);
  });

  it('goes on with the day after it is archived', async () => {
    const store = await place.open();
    await store.append('feed', tickColumns(ticking(1, 900, [150, 600])));
    await store.archive(DAY, 'feed', () => {}, never());
    expect(await store.backfill(DAY, 'feed', ticksOf(1, minuteBar(4)))).toBe(4);
    expect(await store.backfill(DAY, 'feed', ticksOf(1, minuteBar(4)))).toBe(0);
    expect((await store.dataDays())[0]).toMatchObject({ ticks: 454, archive: 'part' });
    expect((await store.bars(1, '1m', Infinity, 100, 'feed')).length).toBe(9);
  });

  it('F1: is filled whole or not at all whenever the program is killed, and never twice', async () => {
    const store = await place.open();
    await store.append('feed', tickColumns(ticking(1, 5000, [150, 4500])));
    await store.close();
    for (const [turn, delay] of [0, 15, 40].entries()) {
      const minutes = Array.from({ length: 20 }, (_, minute) => 5 + turn * 20 + minute);
      const child = startTickStoreChild(
        place,
        `const fill = ${JSON.stringify(minutes.flatMap((minute) => ticksOf(1, minuteBar(minute))))};
         console.log('filling');
         for (;;) await store.backfill('${DAY}', 'feed', fill);`,
      );
      await child.firstLine;
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill();
      await child.exited;
      const again = await place.open();
      const filled = async () => (await again.dataSymbols(DAY, 'feed'))[0]!.backfilled;
      expect([turn * 80, turn * 80 + 80]).toContain(await filled());
      await again.backfill(
        DAY,
        'feed',
        minutes.flatMap((minute) => ticksOf(1, minuteBar(minute))),
      );
      expect(await filled()).toBe(turn * 80 + 80);
      expect((await again.dataDays())[0]!.ticks).toBe(650 + turn * 80 + 80);
      await again.close();
    }
  });

  it('as four ticks says the bar it was made of', () => {
    const paise = fc.integer({ min: 1, max: 1_000_00 });
    const bar = fc.tuple(paise, paise, paise, paise, fc.integer({ min: 0, max: 10 ** 9 }));
    fc.assert(
      fc.property(bar, ([a, b, c, d, volume]) => {
        const [low, high] = [Math.min(a, b, c, d), Math.max(a, b, c, d)];
        const ticks = ticksOf(1, { ts: OPEN, open: a, high, low, close: b, volume, oi: 0 });
        const prices = ticks.map(({ ltp }) => ltp);
        expect([prices[0], Math.max(...prices), Math.min(...prices), prices.at(-1)]).toEqual([a, high, low, b]);
        expect(ticks.reduce((sum, { traded }) => sum + traded, 0)).toBe(volume);
        expect(ticks.every(({ ts }) => ts >= OPEN && ts < OPEN + MINUTE)).toBe(true);
      }),
    );
  });
});

describe('an export', () => {
  const wanted = (what: DataExport['what'], format: DataExport['format'], path: string): DataExport => ({
    what,
    format,
    source: 'feed',
    symbols: [],
    from: DAY,
    to: DAY,
    path,
  });
  const run = (store: TickStore, asked: DataExport) => store.export(asked, () => {}, never());

  it.each(['csv', 'parquet'] as const)(
    'of ticks as %s comes back by an import as it was, archived or not',
    async (format) => {
      const store = await place.open();
      await store.saveInstruments([indexInstrument(1, 'NIFTY'), indexInstrument(2, 'BANKNIFTY')]);
      await store.append('feed', tickColumns([...ticking(1, 60), ...ticking(2, 60)]));
      await store.archive(DAY, 'feed', () => {}, never());
      const path = join(place.folder, `ticks.${format}`);
      expect(await run(store, { ...wanted('ticks', format, path), symbols: ['BANKNIFTY'] })).toBe(60);
      const { mapping, problem } = await store.inspect(path);
      expect(problem).toBeNull();
      await store.importTicks(
        path,
        mapping,
        (symbols) => symbols.map(() => 9),
        () => {},
        never(),
      );
      const back = tickRows(await store.ticks(DAY, `import:ticks.${format}`, 0, Infinity, 0, 1000));
      expect(back.map(({ ts, ltp, volume }) => [ts, ltp, volume])).toEqual(
        ticking(2, 60).map(({ ts, ltp, volume }) => [ts, ltp, volume]),
      );
    },
  );

  it('of bars has rupees and times in IST', async () => {
    const store = await place.open();
    await store.saveInstruments([indexInstrument(1, 'NIFTY')]);
    await store.append('feed', tickColumns(ticking(1, 120)));
    const path = await store.exportPath(wanted('bars', 'csv', 'bars.csv'));
    expect(path).toBe(join(place.folder, 'exports', 'bars.csv'));
    expect(await run(store, wanted('bars', 'csv', 'bars.csv'))).toBe(2);
    expect(readFileSync(path, 'utf8').split('\n').slice(0, 2)).toEqual([
      'symbol,timestamp,open,high,low,close,volume,oi',
      'NIFTY,2026-01-05 09:15:00.000,100.00,100.49,100.00,100.09,590,0',
    ]);
    expect(existsSync(`${path}.tmp`)).toBe(false);
  });

  it('overwrites nothing, and keeps to the ending of its format', async () => {
    const store = await place.open();
    const path = join(place.folder, 'kept.csv');
    writeFileSync(path, 'mine');
    await expect(run(store, wanted('ticks', 'csv', path))).rejects.toThrow(/exists and is not overwritten/);
    await expect(run(store, wanted('ticks', 'csv', 'desk.db'))).rejects.toThrow(/does not end in .csv/);
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });
});
