import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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
import { startTickStoreChild } from '../../../../testing/tick-store-child.ts';
import { istDay } from '../../core/ist.ts';
import { AppError } from '../../core/app-error.ts';

const DAY = '2026-01-05';
const OPEN = Date.parse(`${DAY}T09:15:00+05:30`);

let place: TemporaryTickStore;
beforeEach(() => {
  place = temporaryTickStore();
});
afterEach(() => place.remove());

/** The code of the AppError that a promise rejects with. */
async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => 'nothing was thrown',
    (reason: unknown) => reason,
  );
  return error instanceof AppError ? error.code : String(error);
}

async function query(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(place.file);
  try {
    const connection = await instance.connect();
    return (await connection.runAndReadAll(sql)).getRowsJson();
  } finally {
    instance.closeSync();
  }
}

describe('tick store', () => {
  it('gives back random ticks in order of (ts, seq), equal in every field, across a restart', async () => {
    const field = fc.integer({ min: 0, max: 2 ** 31 - 1 });
    const wide = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    const row = fc.record({
      instrumentId: fc.integer({ min: 1, max: 5 }),
      ts: fc.integer({ min: OPEN, max: OPEN + 50 }),
      seq: wide,
      ltp: field,
      bid: field,
      ask: field,
      bidQty: field,
      askQty: field,
      volume: wide,
      oi: wide,
      flags: fc.integer({ min: 0, max: 255 }),
    });
    const batches = fc.array(fc.array(row, { maxLength: 60 }), { minLength: 1, maxLength: 4 });
    let run = 0;
    let store = await place.open();
    await fc.assert(
      fc.asyncProperty(batches, async (given) => {
        const source = `run ${++run}`;
        await Promise.all(given.map((rows) => store.append(source, tickColumns(rows))));
        if (run % 5 === 0) {
          await store.close();
          store = await place.open();
        }
        const all = given.flat();
        const expected = all.toSorted((a, b) => a.ts - b.ts || a.seq - b.seq);
        const read = tickRows(await store.ticks(DAY, source, 0, Infinity, 0, 10_000));
        expect(read).toEqual(expected);
        const [recorded] = (await store.days()).filter((day) => day.source === source);
        const times = all.map(({ ts }) => ts);
        expect(recorded).toEqual(
          all.length === 0
            ? undefined
            : {
                day: DAY,
                source,
                rows: all.length,
                symbols: new Set(all.map(({ instrumentId }) => instrumentId)).size,
                from: Math.min(...times),
                to: Math.max(...times),
              },
        );
      }),
      { numRuns: 25 },
    );
  });

  it('appends more rows than a chunk and more than one day in one batch', async () => {
    const store = await place.open();
    const rows = Array.from({ length: 5000 }, (_, index) => ({
      instrumentId: 1 + (index % 3),
      ts: OPEN + (index % 2) * 86_400_000 + index,
      ltp: index,
    }));
    await store.append('sim', tickColumns(rows));
    expect((await store.days()).map(({ day, rows: count }) => [day, count])).toEqual([
      ['2026-01-06', 2500],
      ['2026-01-05', 2500],
    ]);
    const second = await store.ticks('2026-01-06', 'sim', 0, Infinity, 0, 10_000);
    expect([...second.ltp]).toEqual(rows.filter(({ ts }) => istDay(ts) === '2026-01-06').map(({ ltp }) => ltp));
    expect(await store.instrumentsOf('2026-01-05', 'sim')).toEqual([1, 2, 3]);
    expect(await store.instrumentsOf('2026-01-05', 'other')).toEqual([]);
  });

  it('gives portions that follow one another without gap or overlap, whatever their size', async () => {
    const store = await place.open();
    // Equal (ts, seq) throughout: only the order of arrival tells rows apart.
    const rows = Array.from({ length: 20_000 }, (_, index) => ({ instrumentId: index + 1, ts: OPEN, seq: 7 }));
    await store.append('sim', tickColumns(rows));
    for (const limit of [999, 7000]) {
      const ids: number[] = [];
      for (;;) {
        const portion = await store.ticks(DAY, 'sim', 0, Infinity, ids.length, limit);
        ids.push(...portion.instrumentId);
        if (portion.length < limit) break;
      }
      expect(ids).toEqual(rows.map(({ instrumentId }) => instrumentId));
    }
    // A jump back does not go on from the open query.
    expect([...(await store.ticks(DAY, 'sim', 0, Infinity, 10, 3)).instrumentId]).toEqual([11, 12, 13]);
    expect((await store.ticks(DAY, 'sim', OPEN + 1, Infinity, 0, 9)).length).toBe(0);
    expect((await store.ticks(DAY, 'sim', 0, OPEN, 0, 9)).length).toBe(0);
  });

  it('shows ticks and option_chain with the asked-for columns, NULL for what is absent', async () => {
    const store = await place.open();
    const nifty = indexInstrument(3, 'NIFTY');
    await store.saveInstruments([{ ...nifty, symbol: 'OLD NAME' }]);
    await store.saveInstruments([nifty, { ...nifty, id: 4, symbol: 'NIFTY FUT', kind: 'FUT', expiry: '2026-01-27' }]);
    await store.append('sim', tickColumns([{ instrumentId: 3, ts: OPEN, ltp: 26_000_05, ask: 26_000_10, volume: 9 }]));
    await store.appendChain('sim', [
      {
        underlyingId: 3,
        expiry: '2026-01-27',
        strike: 26_000_00,
        ts: OPEN,
        callOi: 7500,
        callChgOi: -150,
        callIv: 0.125,
        callDelta: 0.5,
        callLtp: 162_20,
        putOi: Number.NaN,
        putChgOi: Number.NaN,
        putIv: Number.NaN,
        putDelta: Number.NaN,
        putLtp: Number.NaN,
        callBid: 162_00,
        callAsk: 162_40,
        callVolume: 650,
        putBid: Number.NaN,
        putAsk: Number.NaN,
        putVolume: Number.NaN,
        spot: 26_010_00,
      },
    ]);
    await store.close();
    expect(await query('SELECT column_name FROM (DESCRIBE ticks)')).toEqual(
      ['id', 'symbol', 'ltp', 'bid', 'ask', 'volume', 'timestamp'].map((name) => [name]),
    );
    expect(await query('SELECT * REPLACE (epoch_ms(timestamp) AS timestamp) FROM ticks')).toEqual([
      ['1', 'NIFTY', 26_000_05, null, 26_000_10, '9', String(OPEN)],
    ]);
    const chain =
      'id symbol expiry strike call_oi call_chgoi call_iv call_delta call_ltp put_oi put_chgoi put_iv put_delta put_ltp timestamp';
    expect(await query('SELECT column_name FROM (DESCRIBE option_chain)')).toEqual(
      chain.split(' ').map((name) => [name]),
    );
    expect(await query('SELECT * EXCLUDE (timestamp) FROM option_chain')).toEqual([
      ['1', 'NIFTY', '2026-01-27', 26_000_00, '7500', '-150', 0.125, 0.5, 162_20, null, null, null, null, null],
    ]);
  });

  it('is open once: a second open is refused in this process and in another, and free again after close', async () => {
    const store = await place.open();
    expect(await codeOf(place.open())).toBe('STORE_LOCKED');
    const child = startChild(['try']);
    expect(await child.firstLine).toBe('STORE_LOCKED');
    await child.exited;
    await store.close();
    await (await place.open()).close();
  });

  it('refuses a file of a newer layout and a damaged file, and leaves both as they are', async () => {
    await (await place.open()).close();
    await query(`INSERT INTO schema_migrations VALUES (99, 'from the future', now())`);
    expect(await codeOf(place.open())).toBe('STORE_NEWER');
    expect(await query('SELECT max(id) FROM schema_migrations')).toEqual([[99]]);
    writeFileSync(place.file, 'this is no database, and long enough to be looked at as one'.repeat(500));
    expect(await codeOf(place.open())).toBe('STORE_DAMAGED');
  });

  it('rejects every call under way, and every later one, when its thread dies', async () => {
    const script = join(place.folder, 'dies.mjs');
    writeFileSync(
      script,
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', () => { throw new Error('the disk is gone'); });
       parentPort.postMessage({ kind: 'ready' });`,
    );
    const store = await place.open({ workerUrl: pathToFileURL(script) });
    const calls = [store.days(), store.append('sim', tickColumns([{ instrumentId: 1, ts: OPEN }]))];
    for (const call of calls) await expect(call).rejects.toThrow(/has stopped \(the disk is gone\)/);
    expect(await codeOf(store.days())).toBe('STORE_FAILED');
    // The lock went with the thread.
    await (await place.open()).close();
  });

  it('F1: kill -9 loses no batch that was acknowledged, and keeps none by half', async () => {
    let acknowledged = 0;
    let closed: string[][] = [];
    for (let kill = 0; kill < 5; kill++) {
      const child = startChild(['append', String(acknowledged)]);
      const enough = acknowledged + 3 + kill * 4;
      for await (const line of child.lines) {
        acknowledged = Number(line);
        if (acknowledged >= enough) child.kill();
      }
      await child.exited;
      const store = await place.open();
      const { rows } = (await store.days())[0]!;
      expect(rows % BATCH_ROWS).toBe(0);
      expect(rows).toBeGreaterThanOrEqual(acknowledged * BATCH_ROWS);
      const ticks = await store.ticks(DAY, 'sim', 0, Infinity, 0, rows + 1);
      expect([...ticks.seq]).toEqual(Array.from({ length: rows }, (_, seq) => seq));
      const minutes = new Set([...ticks.ts].map((ts) => Math.floor(ts / 60_000))).size;
      expect((await store.bars(1, '1m', Infinity, minutes + 1, 'sim')).length).toBe(minutes);
      await store.close();
      acknowledged = rows / BATCH_ROWS;
      closed = [[String(minutes), String(rows - 1)]];
    }
    expect(await query('SELECT count(*), sum(volume) FROM bars_1m')).toEqual(closed);
  });
});

const BATCH_ROWS = 1000;

/** Another process on the same file: `try` opens it; `append n` writes batches from the n-th on, a line for each that is durable. */
function startChild(args: string[]) {
  return startTickStoreChild(
    place,
    `const [act, from] = args;
     for (let batch = Number(from); act === 'append'; batch++) {
       const rows = Array.from({ length: ${BATCH_ROWS} }, (_, row) => {
         const seq = batch * ${BATCH_ROWS} + row;
         return { instrumentId: 1, ts: ${OPEN} + seq * 20, seq, volume: seq };
       });
       await store.append('sim', tickColumns(rows));
       console.log(batch + 1);
     }
     console.log('opened');
     process.exit();`,
    args,
  );
}
