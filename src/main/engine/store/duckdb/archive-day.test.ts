import { readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  indexInstrument,
  temporaryTickStore,
  tickColumns,
  tickRows,
} from '../../../../testing/temporary-tick-store.ts';
import type { TemporaryTickStore } from '../../../../testing/temporary-tick-store.ts';
import { canMountSmallDisk, mountSmallDisk, unmount } from '../../../../testing/disk-faults/small-disk.ts';
import { startTickStoreChild } from '../../../../testing/tick-store-child.ts';
import type { ChainRow, TickStore } from '../tick-store.ts';

const DAY = '2026-01-05';
const OPEN = Date.parse(`${DAY}T09:15:00+05:30`);
const EXPIRY = '2026-01-27';

let place: TemporaryTickStore;
beforeEach(() => {
  place = temporaryTickStore();
});
afterEach(() => place.remove());

const never = () => new AbortController().signal;
const archive = (store: TickStore, source: string, day = DAY) => store.archive(day, source, () => {}, never());
const files = () => readdirSync(join(place.folder, 'archive')).toSorted();

async function inFile(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(place.file);
  try {
    return (await (await instance.connect()).runAndReadAll(sql)).getRowsJson();
  } finally {
    instance.closeSync();
  }
}

const chainRow = (ts: number, strike: number): ChainRow => ({
  underlyingId: 1,
  expiry: EXPIRY,
  strike,
  ts,
  callOi: 100 + strike,
  callChgOi: Number.NaN,
  callIv: 0.125,
  callDelta: 0.5,
  callLtp: 150,
  callBid: 149,
  callAsk: 151,
  callVolume: 10,
  putOi: 200,
  putChgOi: -5,
  putIv: Number.NaN,
  putDelta: -0.5,
  putLtp: 90,
  putBid: 89,
  putAsk: 91,
  putVolume: 20,
  spot: 26_000_00,
});

/** All that can be asked of a day, by every way there is. */
async function told(store: TickStore, source: string) {
  return {
    replay: tickRows(await store.ticks(DAY, source, 0, Infinity, 0, 100_000)),
    seconds: await store.bars(1, '15s', Infinity, 1000, source),
    minutes: await store.bars(1, '1m', Infinity, 1000, source),
    any: await store.bars(1, '5s', Infinity, 1000, null),
    quotes: await store.quotesAt(source, [{ instrumentId: 1, ts: OPEN + 90_000 }]),
    chain: await store.chainAt(source, 1, EXPIRY, OPEN + 60_000),
    // Bars of closed minutes are written behind the ticks.
    symbols: (await store.dataSymbols(DAY, source)).map((symbol) => ({ ...symbol, bars: 0 })),
    sql: (await store.sql('SELECT * FROM ticks ORDER BY id', 1000, [])).rows,
    chainSql: (await store.sql('SELECT * FROM option_chain ORDER BY id', 1000, [])).rows,
  };
}

describe('an archived day', () => {
  it('says by every way what it said before, also after a restart and with what came late', async () => {
    let store = await place.open();
    await store.saveInstruments([indexInstrument(1, 'NIFTY')]);
    const row = fc.record({
      instrumentId: fc.integer({ min: 1, max: 3 }),
      ts: fc.integer({ min: OPEN, max: OPEN + 200_000 }),
      seq: fc.integer({ min: 0, max: 3 }),
      ltp: fc.integer({ min: 1, max: 99 }),
      volume: fc.integer({ min: 0, max: 99 }),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 50 }),
        fc.array(row, { maxLength: 10 }),
        async (rows, late) => {
          const source = `run ${++run}`;
          await store.append(source, tickColumns(rows));
          await store.appendChain(source, [chainRow(OPEN, 100), chainRow(OPEN + 1000, 200)]);
          const before = await told(store, source);
          await archive(store, source);
          expect(await told(store, source)).toEqual(before);
          const day = (await store.dataDays()).find((each) => each.source === source)!;
          expect(day).toMatchObject({ ticks: rows.length, chainRows: 2, archive: 'whole', sorted: true });
          if (late.length === 0) return;
          await store.append(source, tickColumns(late));
          const later = await told(store, source);
          expect(later.replay.length).toBe(rows.length + late.length);
          expect((await store.dataDays()).find((each) => each.source === source)!.archive).toBe('part');
          await archive(store, source);
          expect(await told(store, source)).toEqual(later);
        },
      ),
      { numRuns: 8 },
    );
    const before = await told(store, 'run 1');
    await store.close();
    store = await place.open();
    expect(await told(store, 'run 1')).toEqual(before);
    // Each archived again is one file, the one before is gone.
    expect(new Set(files().map((name) => name.replace(/-\d+\.parquet$/, ''))).size).toBe(files().length);
    await store.close();
    expect(await inFile('SELECT (SELECT count(*) FROM tick_rows), (SELECT count(*) FROM chain_rows)')).toEqual([
      ['0', '0'],
    ]);
  });

  it('is told as missing, not as empty, when its file is gone or was changed; the rest can be read', async () => {
    let store = await place.open();
    await store.append('feed', tickColumns([{ instrumentId: 1, ts: OPEN }]));
    await store.append('other', tickColumns([{ instrumentId: 2, ts: OPEN }]));
    await archive(store, 'feed');
    await store.close();
    const [name] = files();
    const size = statSync(join(place.folder, 'archive', name!)).size;
    rmSync(join(place.folder, 'archive', name!));
    store = await place.open();
    const day = (await store.dataDays()).find(({ source }) => source === 'feed')!;
    expect(day).toMatchObject({ ticks: 1, archive: 'missing', archiveBytes: size });
    expect((await store.sql('SELECT count(*) FROM ticks', 10, [])).rows).toEqual([[1]]);
    await store.append('feed', tickColumns([{ instrumentId: 1, ts: OPEN + 1 }]));
    await expect(archive(store, 'feed')).rejects.toThrow(/Put it back, then archive the day again/);
    expect((await store.ticks(DAY, 'feed', 0, Infinity, 0, 10)).length).toBe(1);
  });

  it('stays in the database, without a file, when archiving is cancelled', async () => {
    const store = await place.open();
    await store.append('feed', tickColumns(many(50_000)));
    const abort = new AbortController();
    await expect(store.archive(DAY, 'feed', () => abort.abort(), abort.signal)).rejects.toThrow(/cancelled/);
    expect((await store.dataDays())[0]).toMatchObject({ archive: 'none', ticks: 50_000 });
    expect((await store.ticks(DAY, 'feed', 0, Infinity, 0, 100_000)).length).toBe(50_000);
    expect(files().filter((name) => name.endsWith('.parquet'))).toEqual([]);
  });

  it.skipIf(!canMountSmallDisk())(
    'F5: stays in the database when writing it would take the room kept for orders',
    async () => {
      mountSmallDisk(place.folder);
      try {
        let store = await place.open();
        for (let batch = 0; batch < 20; batch++) {
          // Nothing that could be written in fewer bytes.
          const rows = many(20_000, batch * 20_000).map((row) => ({
            ...row,
            bid: Math.imul(row.seq + 1, 0x9e3779b1) >>> 1,
            ask: Math.imul(row.seq + 7, 0x85ebca6b) >>> 1,
            oi: Math.imul(row.seq + 3, 0xc2b2ae35) >>> 1,
          }));
          await store.append('feed', tickColumns(rows));
        }
        // The log is in the file then, and frees no room later.
        await store.close();
        store = await place.open();
        const kept = (await store.sizes()).keptFree;
        const { bavail, bsize } = statfsSync(place.folder);
        writeFileSync(join(place.folder, 'filler'), Buffer.alloc(bavail * bsize - kept - 2 * 1024 * 1024));
        await expect(archive(store, 'feed')).rejects.toThrow(/kept for orders/);
        expect(files()).toEqual([]);
        expect((await store.ticks(DAY, 'feed', 0, Infinity, 0, 500_000)).length).toBe(400_000);
        rmSync(join(place.folder, 'filler'));
        await archive(store, 'feed');
        expect((await store.dataDays())[0]!.archive).toBe('whole');
        await store.close();
      } finally {
        unmount(place.folder);
      }
    },
  );

  it('never gives an id twice after its rows went', async () => {
    let store = await place.open();
    await store.append('feed', tickColumns(many(10)));
    await archive(store, 'feed');
    await store.close();
    store = await place.open();
    await store.append('feed', tickColumns([{ instrumentId: 9, ts: OPEN }]));
    const { rows } = await store.sql('SELECT count(*), count(DISTINCT id) FROM ticks', 10, []);
    expect(rows).toEqual([[11, 11]]);
  });

  it('is not imported over: the file is refused until its days are deleted', async () => {
    const store = await place.open();
    const path = join(place.folder, 'day.csv');
    writeFileSync(path, `symbol,ts,ltp\nNIFTY,2026-01-05 09:15:00,100.05`);
    const { mapping } = await store.inspect(path);
    const imported = () =>
      store.importTicks(
        path,
        mapping,
        () => [1],
        () => {},
        never(),
      );
    await imported();
    await archive(store, 'import:day.csv');
    await expect(imported()).rejects.toThrow(/its days are archived. Delete them in the Data panel/);
    await store.deleteDay(DAY, 'import:day.csv', { ticks: true, chain: true });
    await imported();
    expect((await store.ticks(DAY, 'import:day.csv', 0, Infinity, 0, 10)).length).toBe(1);
  });

  it('goes with its files when it is deleted, and nothing else goes', async () => {
    const store = await place.open();
    const next = OPEN + 86_400_000;
    for (const source of ['feed', 'other']) {
      await store.append(source, tickColumns([...many(100), { instrumentId: 1, ts: next }]));
      await store.appendChain(source, [chainRow(OPEN, 100)]);
      await archive(store, source);
    }
    await store.deleteDay(DAY, 'feed', { ticks: true, chain: false });
    const days = async () =>
      (await store.dataDays()).map(({ day, source, ticks, chainRows }) => [day, source, ticks, chainRows]);
    expect(await days()).toEqual([
      ['2026-01-06', 'feed', 1, 0],
      ['2026-01-06', 'other', 1, 0],
      [DAY, 'feed', 0, 1],
      [DAY, 'other', 100, 1],
    ]);
    expect(await store.bars(1, '1m', OPEN + 60_000_000, 10, 'feed')).toEqual([]);
    await store.deleteDay(DAY, 'feed', { ticks: true, chain: true });
    expect((await days()).length).toBe(3);
    expect(files().length).toBe(2);
    // What comes again is a day again.
    await store.append('feed', tickColumns([{ instrumentId: 1, ts: OPEN + 5 }]));
    expect(await days()).toContainEqual([DAY, 'feed', 1, 0]);
    expect(await store.instrumentsOf(DAY, 'feed')).toEqual([1]);
    expect((await store.bars(1, '1m', Infinity, 10, 'feed')).length).toBe(2);
  });

  it('F1: is whole, each row once, whenever the program is killed while it is archived', async () => {
    const delays = [0, 60, 150, 300];
    const store = await place.open();
    for (const delay of delays) {
      for (let batch = 0; batch < 5; batch++) {
        await store.append(`feed ${delay}`, tickColumns(many(20_000, batch * 20_000)));
      }
    }
    await store.close();
    for (const delay of delays) {
      const source = `feed ${delay}`;
      const child = startTickStoreChild(
        place,
        `await store.archive('${DAY}', '${source}', () => console.log('archiving'), new AbortController().signal);
         setInterval(() => {}, 1000);`,
      );
      await child.firstLine;
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill();
      await child.exited;
      const again = await place.open();
      const whole = async () => {
        const ticks = await again.ticks(DAY, source, 0, Infinity, 0, 300_000);
        expect([...ticks.seq]).toEqual(Array.from({ length: 100_000 }, (_, seq) => seq));
        const { rows } = await again.sql('SELECT count(*), count(DISTINCT id) FROM ticks', 1, []);
        expect(rows).toEqual([[400_000, 400_000]]);
      };
      await whole();
      await archive(again, source);
      await whole();
      expect((await again.dataDays()).find((day) => day.source === source)!.archive).toBe('whole');
      expect(files().filter((name) => !name.endsWith('.parquet'))).toEqual([]);
      await again.close();
    }
  });
});

/** Ticks in order of time, as a feed brings them. */
function many(count: number, from = 0) {
  return Array.from({ length: count }, (_, index) => ({
    instrumentId: 1 + (index % 50),
    ts: OPEN + Math.floor((from + index) / 10),
    seq: from + index,
    ltp: 100 + (index % 7),
    volume: index,
  }));
}
