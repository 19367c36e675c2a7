import { DuckDBInstance } from '@duckdb/node-api';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryTickStore, tickColumns, tickRows } from '../../../../testing/temporary-tick-store.ts';
import type { TemporaryTickStore } from '../../../../testing/temporary-tick-store.ts';
import { startTickStoreChild } from '../../../../testing/tick-store-child.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import type { TickStore } from '../tick-store.ts';

const DAY = '2026-01-05';
const OPEN = Date.parse(`${DAY}T09:15:00+05:30`);
const CLOSE = Date.parse(`${DAY}T15:30:00+05:30`);

let place: TemporaryTickStore;
beforeEach(() => {
  place = temporaryTickStore();
});
afterEach(() => place.remove());

async function query(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(place.file);
  try {
    const connection = await instance.connect();
    return (await connection.runAndReadAll(sql)).getRowsJson();
  } finally {
    instance.closeSync();
  }
}

/** Whether rows lie as `order` would have them: each after the one before it in the file. */
const disorder = (table: string, order: string) =>
  query(`SELECT count(*) FROM (
    SELECT rowid AS place, lag(rowid) OVER (ORDER BY source_id, ${order}) AS before FROM ${table})
    WHERE place < before`);

const compact = (store: TickStore, source: string, signal = new AbortController().signal) =>
  store.compact(DAY, source, () => {}, signal);

/** Rows of many instruments in order of time, as a feed brings them. */
const fed = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({
    instrumentId: 1 + (index % 50),
    ts: OPEN + Math.floor((from + index) / 10),
    seq: from + index,
    ltp: 100 + (index % 7),
    volume: index,
  }));

describe('a compacted day', () => {
  it('says what it said before, in order of instrument and time', async () => {
    const store = await place.open();
    const row = fc.record({
      instrumentId: fc.integer({ min: 1, max: 4 }),
      ts: fc.integer({ min: OPEN, max: OPEN + 200_000 }),
      seq: fc.integer({ min: 0, max: 3 }),
      ltp: fc.integer({ min: 1, max: 99 }),
      volume: fc.integer({ min: 0, max: 99 }),
      flags: fc.integer({ min: 0, max: 31 }),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), async (rows) => {
        const source = `run ${++run}`;
        await store.append(source, tickColumns(rows));
        const told = async () => [
          tickRows(await store.ticks(DAY, source, 0, Infinity, 0, 1000)),
          await store.bars(1, '15s', Infinity, 1000, source),
          await store.bars(1, '1m', Infinity, 1000, source),
          (await store.days()).filter((day) => day.source === source),
        ];
        const before = await told();
        await compact(store, source);
        expect(await told()).toEqual(before);
      }),
      { numRuns: 10 },
    );
    await store.close();
    expect(await disorder('tick_rows', 'instrument_id, ts, seq, id')).toEqual([['0']]);
    expect(await disorder('bars_1m', 'instrument_id, start')).toEqual([['0']]);
  });

  it('is one of the past, or today once the feed is quiet after the close; a late tick brings it back', async () => {
    const clock = new VirtualClock(CLOSE - 60_000);
    const store = await place.open({ clock });
    const listed = async () => (await store.uncompacted()).map(({ day, source }) => `${day} ${source}`);
    await store.append('feed', tickColumns(fed(100)));
    await store.append('feed', tickColumns([{ instrumentId: 1, ts: CLOSE - 61_000 }]));
    await store.append('old', tickColumns([{ instrumentId: 1, ts: OPEN - 86_400_000 }]));
    expect(await listed()).toEqual(['2026-01-04 old']);
    clock.advanceBy(12 * 60_000);
    expect(await listed()).toEqual([`${DAY} feed`, '2026-01-04 old']);
    await compact(store, 'feed');
    expect(await listed()).toEqual(['2026-01-04 old']);
    await store.append('feed', tickColumns([{ instrumentId: 1, ts: OPEN + 5 }]));
    expect(await listed()).toEqual([`${DAY} feed`, '2026-01-04 old']);
  });

  it('keeps ticks that arrive while it is sorted', async () => {
    const store = await place.open();
    for (let batch = 0; batch < 10; batch++) await store.append('feed', tickColumns(fed(20_000, batch * 20_000)));
    const sorting = compact(store, 'feed');
    for (let batch = 10; batch < 14; batch++) await store.append('feed', tickColumns(fed(1000, batch * 20_000)));
    await sorting;
    const ticks = await store.ticks(DAY, 'feed', 0, Infinity, 0, 300_000);
    expect(new Set(ticks.seq).size).toBe(204_000);
    expect(ticks.length).toBe(204_000);
  });

  it('lies as before when the sorting is cancelled', async () => {
    const store = await place.open();
    for (let batch = 0; batch < 20; batch++) await store.append('feed', tickColumns(fed(20_000, batch * 20_000)));
    const abort = new AbortController();
    const sorting = store.compact(DAY, 'feed', () => abort.abort(), abort.signal);
    await expect(sorting).rejects.toThrow(/cancelled/);
    expect((await store.uncompacted()).map(({ source }) => source)).toEqual(['feed']);
    expect((await store.ticks(DAY, 'feed', 0, Infinity, 0, 500_000)).length).toBe(400_000);
    await compact(store, 'feed');
    expect(await store.uncompacted()).toEqual([]);
  });

  it('is there once, never doubled, when the program is killed while it is sorted', async () => {
    const store = await place.open();
    for (let batch = 0; batch < 10; batch++) await store.append('feed', tickColumns(fed(20_000, batch * 20_000)));
    await store.close();
    for (const delay of [0, 100]) {
      await killedWhileSorting(delay);
      const again = await place.open();
      const ticks = await again.ticks(DAY, 'feed', 0, Infinity, 0, 300_000);
      expect([...ticks.seq]).toEqual(Array.from({ length: 200_000 }, (_, seq) => seq));
      await again.close();
    }
  });
});

/** A process of its own sorts the day, again and again, and is killed some ms after it began. */
async function killedWhileSorting(delay: number): Promise<void> {
  const child = startTickStoreChild(
    place,
    `for (;;) await store.compact('${DAY}', 'feed', () => console.log('sorting'), new AbortController().signal);`,
  );
  await child.firstLine;
  await new Promise((resolve) => setTimeout(resolve, delay));
  child.kill();
  await child.exited;
}
