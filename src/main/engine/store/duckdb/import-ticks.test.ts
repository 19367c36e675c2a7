import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ImportMapping, ImportReport } from '../../../../contract/desk.ts';
import { temporaryTickStore, tickColumns, tickRows } from '../../../../testing/temporary-tick-store.ts';
import type { TemporaryTickStore } from '../../../../testing/temporary-tick-store.ts';
import { AppError } from '../../core/app-error.ts';
import type { ImportProgress, TickStore } from '../tick-store.ts';
import { TICK_FLAG } from '../tick-store.ts';

const DAY = '2026-01-05';
const at = (time: string) => Date.parse(`${DAY}T${time}+05:30`);

let place: TemporaryTickStore;
let store: TickStore;
async function open(): Promise<void> {
  place = temporaryTickStore();
  store = await place.open();
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(place.folder, name);
  writeFileSync(path, content);
  return path;
}

async function parquet(name: string, select: string): Promise<string> {
  const path = join(place.folder, name);
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`);
  instance.closeSync();
  return path;
}

async function mappingOf(path: string): Promise<ImportMapping> {
  const { mapping } = await store.inspect(path);
  expect(mapping).not.toBeNull();
  return mapping!;
}

async function load(path: string, changes: Partial<ImportMapping> = {}): Promise<ImportReport> {
  const mapping = { ...(await mappingOf(path)), ...changes };
  const signal = new AbortController().signal;
  return store.importTicks(
    path,
    mapping,
    (symbols) => symbols.map((_, index) => index + 1),
    () => {},
    signal,
  );
}

async function stored(report: ImportReport) {
  return tickRows(await store.ticks(DAY, report.source, 0, Infinity, 0, 1000));
}

async function failure(promise: Promise<unknown>): Promise<AppError> {
  const error: unknown = await promise.then(
    () => 'nothing was thrown',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

const counts = (report: ImportReport) => Object.fromEntries(report.flagged.map(({ code, rows }) => [code, rows]));
const refusals = (report: ImportReport) => Object.fromEntries(report.refused.map(({ code, rows }) => [code, rows]));

describe('import of ticks', () => {
  beforeEach(open);
  afterEach(() => place.remove());

  it('reads a CSV by the usual column names: rupees to paise, IST times, every field', async () => {
    const path = file(
      'day.csv',
      `Trading_Symbol,Timestamp,Last Price,Volume,Bid,Ask,OI,seq
INFY,${DAY} 09:15:01,1500.05,100,1500.00,1500.10,700,1
INFY,${DAY}T09:15:02.250+05:30,1500.1,150,,,,2
`,
    );
    const report = await load(path);
    expect(report).toMatchObject({ file: 'day.csv', source: 'import:day.csv', rowsRead: 2, rowsKept: 2, symbols: 1 });
    expect(report).toMatchObject({ refused: [], days: [DAY], replaced: false });
    expect(await stored(report)).toEqual([
      {
        instrumentId: 1,
        ts: at('09:15:01'),
        seq: 1,
        ltp: 1500_05,
        bid: 1500_00,
        ask: 1500_10,
        bidQty: 0,
        askQty: 0,
        volume: 100,
        oi: 700,
        flags: 0,
      },
      {
        instrumentId: 1,
        ts: at('09:15:02.250'),
        seq: 2,
        ltp: 1500_10,
        bid: 0,
        ask: 0,
        bidQty: 0,
        askQty: 0,
        volume: 150,
        oi: 0,
        flags: 0,
      },
    ]);
  });

  it('inspects: columns with types and samples, the row count, the mapping it would use', async () => {
    const path = file(
      'day.csv',
      `symbol;datetime;price;note\nINFY;${DAY} 09:15:01;1500.05;x\nTCS;${DAY} 09:15:02;3000;\n`,
    );
    const { columns, rows, mapping, problem } = await store.inspect(path);
    expect(columns).toEqual([
      { name: 'symbol', type: 'VARCHAR', sample: 'INFY' },
      { name: 'datetime', type: 'TIMESTAMP', sample: `${DAY} 09:15:01` },
      { name: 'price', type: 'DOUBLE', sample: '1500.05' },
      { name: 'note', type: 'VARCHAR', sample: 'x' },
    ]);
    expect({ rows, problem }).toEqual({ rows: 2, problem: null });
    expect(mapping).toEqual({
      symbol: 'symbol',
      fixedSymbol: null,
      kind: null,
      ts: 'datetime',
      ltp: 'price',
      open: null,
      high: null,
      low: null,
      time: null,
      volume: null,
      seq: null,
      bid: null,
      ask: null,
      oi: null,
    });
  });

  it('says which column it misses, and which there are', async () => {
    const nameless = file('a.csv', 'foo,bar\n1,2\n3,4\n');
    expect(await store.inspect(nameless)).toMatchObject({
      mapping: { ts: '', ltp: '' },
      problem: expect.stringMatching(/time.*foo, bar/),
    });
    const single = file('b.csv', `ts,ltp\n${DAY} 09:15:01,5\n`);
    expect((await store.inspect(single)).problem).toMatch(/symbol/);
    expect((await failure(load(single))).code).toBe('IMPORT_COLUMN');
    const wrong = await failure(load(single, { fixedSymbol: 'INFY', volume: 'qty' }));
    expect(wrong.code).toBe('IMPORT_COLUMN');
    expect(wrong.message).toBe('b.csv has no column qty for volume. It has ts, ltp: choose one of them.');
    expect(await load(single, { fixedSymbol: 'INFY' })).toMatchObject({ rowsKept: 1 });
  });

  it('marks in order of arrival within the session: out of order, outside, repeat, volume decrease', async () => {
    const path = file(
      'marks.csv',
      `symbol,ts,ltp,volume,seq
A,${DAY} 09:14:59,10,5,1
A,${DAY} 09:15:00,10,5,2
A,${DAY} 09:15:02,11,9,3
A,${DAY} 09:15:01,11,9,4
B,${DAY} 09:15:01,11,9,1
A,${DAY} 09:15:03,11,8,5
A,${DAY} 09:15:01,12,9,6
A,${DAY} 15:29:59,12,9,7
A,${DAY} 15:30:00,12,9,8
`,
    );
    const report = await load(path);
    expect(counts(report)).toEqual({ OUT_OF_ORDER: 2, OUTSIDE_SESSION: 2, REPEAT: 2, VOLUME_DECREASE: 1 });
    const { OUT_OF_ORDER, OUTSIDE_SESSION, REPEAT, VOLUME_DECREASE } = TICK_FLAG;
    const rows = await stored(report);
    // Placed by (ts, seq), whatever order they came in; of equal times and sequences the file's order.
    expect(rows.map(({ instrumentId, seq, flags }) => [instrumentId, seq, flags])).toEqual([
      [1, 1, OUTSIDE_SESSION],
      [1, 2, 0],
      [2, 1, 0],
      [1, 4, OUT_OF_ORDER | REPEAT],
      [1, 6, OUT_OF_ORDER],
      [1, 3, 0],
      [1, 5, VOLUME_DECREASE],
      [1, 7, REPEAT],
      [1, 8, OUTSIDE_SESSION],
    ]);
  });

  it('takes the hours of each day from the calendar: on a day without a session every tick is outside', async () => {
    await store.close();
    store = await place.open({
      sessionOf: (day) => (day === DAY ? { from: at('18:00:00'), to: at('19:00:00') } : null),
    });
    const path = file(
      'muhurat.csv',
      `symbol,ts,ltp\nA,${DAY} 17:59:59,1\nA,${DAY} 18:00:00,1\nA,2026-01-04 12:00:00,1\n`,
    );
    const report = await load(path);
    expect(report.days).toEqual(['2026-01-04', DAY]);
    expect(counts(report)['OUTSIDE_SESSION']).toBe(2);
    const bars = await store.bars(1, '1h', at('23:00:00'), 10, report.source);
    expect(bars.map(({ ts }) => ts)).toEqual([at('18:00:00')]);
  });

  it('loses no row silently: each refused row has its reason and an example', async () => {
    const good = `${DAY} 09:15:01`;
    const lines = [
      `A,${good},10,1,1,10,10,0`,
      `,${good},10,1,2,10,10,0`,
      `A,,10,1,3,10,10,0`,
      `A,half past nine,10,1,4,10,10,0`,
      `A,${good},,1,5,10,10,0`,
      `A,${good},ten,1,6,10,10,0`,
      `A,${good},inf,1,7,10,10,0`,
      `A,${good},0,1,8,10,10,0`,
      `A,${good},-3,1,9,10,10,0`,
      `A,${good},10.005,1,10,10,10,0`,
      `A,${good},99999999,1,11,10,10,0`,
      `A,${good},10,,12,10,10,0`,
      `A,${good},10,1.5,13,10,10,0`,
      `A,${good},10,1,x,10,10,0`,
      `A,${good},10,1,15,bad,10,0`,
      `A,${good},10,1,16,10,10,-1`,
      `A,${good},10,1,17,10,10,0,too,many`,
      `A,${good},10`,
    ];
    const path = file('bad.csv', `symbol,ts,ltp,volume,seq,bid,ask,oi\n${lines.join('\n')}\n`);
    const report = await load(path);
    expect(refusals(report)).toEqual({
      SYMBOL_MISSING: 1,
      TIME_MISSING: 1,
      TIME_UNREADABLE: 1,
      PRICE_MISSING: 1,
      PRICE_UNREADABLE: 2,
      PRICE_NOT_POSITIVE: 2,
      PRICE_PRECISION: 1,
      PRICE_RANGE: 1,
      VOLUME_INVALID: 3,
      SEQ_INVALID: 1,
      BOOK_UNREADABLE: 1,
      OI_INVALID: 1,
      ROW_MALFORMED: 1,
    });
    expect(report).toMatchObject({ rowsRead: lines.length, rowsKept: 1 });
    const unreadable = report.refused.find(({ code }) => code === 'TIME_UNREADABLE')!;
    expect(unreadable.example).toMatch(/^Row 4: .*ts = half past nine/);
    expect(await stored(report)).toHaveLength(1);
  });

  it('keeps prices that are off by binary noise alone, and refuses tenths of a paisa', async () => {
    const path = await parquet(
      'noise.parquet',
      `SELECT 'A' AS symbol, TIMESTAMP '${DAY} 09:15:00' + to_seconds(i) AS ts,
              (70 + i) / 100 AS ltp, ((70 + i) / 100)::FLOAT AS bid, 14000.15::FLOAT AS ask FROM range(1000) t(i)
       UNION ALL SELECT 'A', TIMESTAMP '${DAY} 10:00:00', 10.001, 10, 10`,
    );
    const report = await load(path);
    expect(report).toMatchObject({ rowsRead: 1001, rowsKept: 1000 });
    expect(refusals(report)).toEqual({ PRICE_PRECISION: 1 });
    const rows = await stored(report);
    expect(rows.map(({ ltp }) => ltp)).toEqual(Array.from({ length: 1000 }, (_, i) => 70 + i));
    expect(rows.every(({ ltp, bid, ask }) => bid === ltp && ask === 14000_15)).toBe(true);
  });

  it('replaces the rows of a file imported before, never doubles them', async () => {
    const path = file('day.csv', `symbol,ts,ltp\nA,${DAY} 09:15:01,10\nA,${DAY} 09:15:02,11\n`);
    await store.append('sim', tickColumns([{ instrumentId: 9, ts: at('09:15:01') }]));
    expect((await load(path)).replaced).toBe(false);
    expect(await load(path)).toMatchObject({ replaced: true, rowsKept: 2 });
    file('day.csv', `symbol,ts,ltp\nB,2026-01-06 09:15:01,10\n`);
    expect(await load(path)).toMatchObject({ replaced: true, rowsKept: 1 });
    expect((await store.days()).map(({ day, source, rows }) => [day, source, rows])).toEqual([
      ['2026-01-06', 'import:day.csv', 1],
      [DAY, 'sim', 1],
    ]);
  });

  it('a cancelled import leaves nothing of the file, and the rows of the one before', async () => {
    const mapping = await mappingOf(file('big.csv', `symbol,ts,ltp\nA,${DAY} 09:15:01,10\n`));
    const path = join(place.folder, 'big.csv');
    const before = await load(path);
    const lines = Array.from({ length: 200_000 }, (_, row) => `S${row % 50},${at('09:15:00') + row},${1 + row}`);
    file('big.csv', `symbol,ts,ltp\n${lines.join('\n')}\n`);
    for (const message of ['Reading', 'Looking', 'Writing', 'Comparing']) {
      const abort = new AbortController();
      const onProgress = (progress: ImportProgress) => {
        if (progress.message.startsWith(message)) abort.abort();
      };
      const running = store.importTicks(
        path,
        mapping,
        (symbols) => symbols.map((_, i) => i + 1),
        onProgress,
        abort.signal,
      );
      expect((await failure(running)).code).toBe('IMPORT_CANCELLED');
      expect(await stored(before)).toHaveLength(1);
      expect((await store.days()).map(({ rows }) => rows)).toEqual([1]);
    }
    const progress: number[] = [];
    const all = await store.importTicks(
      path,
      mapping,
      (symbols) => symbols.map((_, i) => i + 1),
      (step) => progress.push(step.progress),
      new AbortController().signal,
    );
    expect(all.rowsKept).toBe(200_000);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
  });

  it('runs one import at a time, and records meanwhile', async () => {
    const path = file('day.csv', `symbol,ts,ltp\nA,${DAY} 09:15:01,10\n`);
    const first = load(path);
    const mapping = await mappingOf(path);
    const both = await Promise.allSettled([
      store.importTicks(
        path,
        mapping,
        () => [1],
        () => {},
        new AbortController().signal,
      ),
      store.importTicks(
        path,
        mapping,
        () => [1],
        () => {},
        new AbortController().signal,
      ),
      store.append('sim', tickColumns([{ instrumentId: 1, ts: at('09:15:01') }])),
      first,
    ]);
    const refused = both.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.map(({ reason }) => (reason as AppError).code)).toEqual(refused.map(() => 'IMPORT_BUSY'));
    expect((await store.days()).map(({ source, rows }) => [source, rows])).toEqual([
      ['import:day.csv', 1],
      ['sim', 1],
    ]);
  });

  it('passes on why a symbol was not resolved, and keeps nothing', async () => {
    const path = file('day.csv', `symbol,ts,ltp\nA,${DAY} 09:15:01,10\n`);
    const mapping = await mappingOf(path);
    const refuse = () => {
      throw new AppError('INSTRUMENT_UNKNOWN', 'A is no instrument.');
    };
    const error = await failure(store.importTicks(path, mapping, refuse, () => {}, new AbortController().signal));
    expect(error).toMatchObject({ code: 'INSTRUMENT_UNKNOWN', message: 'A is no instrument.' });
    expect(await store.days()).toEqual([]);
  });

  it('reads a compressed CSV, and names with quotes in file and columns', async () => {
    const zipped = file('day.csv.gz', gzipSync(`token,timestamp,ltp\n256265,${DAY} 09:15:01.123456,25000.05\n`));
    expect(await load(zipped)).toMatchObject({ source: 'import:day.csv.gz', rowsKept: 1 });
    const odd = file(`o'clock "x".csv`, `symbol,"t""s'",ltp\nA,${DAY} 09:15:01,10\n`);
    expect((await store.inspect(odd)).columns[1]!.name).toBe(`t"s'`);
    const mapping = { ...(await mappingOf(zipped)), symbol: 'symbol', ts: `t"s'` };
    const report = await store.importTicks(
      odd,
      mapping,
      () => [1],
      () => {},
      new AbortController().signal,
    );
    expect(report.rowsKept).toBe(1);
  });
});

describe('times of an imported file', () => {
  beforeAll(open);
  afterAll(() => place.remove());

  it.each([
    ['naive text', `'${DAY} 09:15:01.5'`],
    ['ISO with Z', `'${DAY}T03:45:01.500Z'`],
    ['an Indian date', `'05-01-2026 09:15:01.500'`],
    ['epoch seconds', `${at('09:15:01.5') / 1000}::DOUBLE`],
    ['epoch milliseconds', `${at('09:15:01.5')}::BIGINT`],
    ['epoch microseconds', `${at('09:15:01.5')}000::BIGINT`],
    ['epoch nanoseconds', `${at('09:15:01.5')}000000::BIGINT`],
    ['epoch milliseconds as text', `'${at('09:15:01.5')}'`],
    ['TIMESTAMP', `TIMESTAMP '${DAY} 09:15:01.5'`],
    ['TIMESTAMP_NS', `TIMESTAMP_NS '${DAY} 09:15:01.5'`],
    ['TIMESTAMPTZ', `TIMESTAMPTZ '${DAY} 03:45:01.5+00'`],
  ])('reads a time given as %s', async (_, sql) => {
    const path = await parquet('time.parquet', `SELECT 'A' AS symbol, ${sql} AS ts, 10 AS ltp`);
    const [row] = await stored(await load(path));
    expect(row?.ts).toBe(at('09:15:01.5'));
  });
});

describe('import of what is no tick file', () => {
  beforeAll(open);
  afterAll(() => place.remove());

  it.each<[string, (folder: string) => string, RegExp]>([
    ['a missing file', (folder) => join(folder, 'none.csv'), /There is no file/],
    ['a folder', (folder) => folder, /is a folder/],
    ['an empty file', () => file('empty.csv', ''), /is empty/],
    ['a file of another kind', () => file('x.pdf', '%PDF-1.7'), /neither CSV, Parquet nor JSON/],
    ['bytes named .csv', () => file('x.csv', 'a,b\n\0\u0001'), /no text file/],
    ['text named .parquet', () => file('x.parquet', 'symbol,ts'), /no Parquet file/],
    ['a cut Parquet file', () => file('cut.parquet', 'PAR1 and then nothing'), /cut\.parquet cannot be read/],
    ['a false .gz', () => file('x.csv.gz', 'a,b\n'), /damaged/],
    ['an address', () => 'https://example.com/x.csv', /Only files on this machine/],
    ['a file: address', () => 'file:///etc/passwd', /Only files on this machine/],
    ['a pattern', (folder) => join(folder, '*.csv'), /stand for many files/],
    ['nothing', () => '', /No file was named/],
    ['a header alone', () => file('head.csv', 'symbol,ts,ltp\n'), /no rows/],
    [
      'rows of which none is usable',
      () => file('none.csv', 'symbol,ts,ltp,volume\nA,noon,1,5\n'),
      /No row of none\.csv/,
    ],
  ])('refuses %s with a sentence', async (_, make, sentence) => {
    mkdirSync(join(place.folder, 'folder'), { recursive: true });
    const mapping = {
      symbol: 'symbol',
      fixedSymbol: null,
      kind: null,
      ts: 'ts',
      ltp: 'ltp',
      open: null,
      high: null,
      low: null,
      time: null,
      volume: null,
      seq: null,
      bid: null,
      ask: null,
      oi: null,
    };
    const path = make(join(place.folder, 'folder'));
    const error = await failure(
      store.importTicks(
        path,
        mapping,
        () => [1],
        () => {},
        new AbortController().signal,
      ),
    );
    expect(error.code).toBe('IMPORT_FILE');
    expect(error.message).toMatch(sentence);
    expect(await store.days()).toEqual([]);
  });
});

const realDay = resolve(import.meta.dirname, '../../../../../../shared/marketdata/nse-ticks-2021-04-13.parquet');

describe('a recorded NSE day', () => {
  beforeAll(open);
  afterAll(() => place.remove());

  it.skipIf(!existsSync(realDay))(`is imported with exact counts (skipped without ../shared)`, async () => {
    const report = await load(realDay);
    expect(report).toMatchObject({
      rowsRead: 564_355,
      rowsKept: 564_355,
      refused: [],
      days: ['2021-04-13'],
      symbols: 25,
    });
    expect(counts(report)).toEqual({
      OUT_OF_ORDER: 2_173,
      OUTSIDE_SESSION: 23_434,
      REPEAT: 102_992,
      VOLUME_DECREASE: 5_280,
    });
    const close = Date.parse('2021-04-13T15:30:00+05:30');
    const bars = await store.bars(1, '1m', close + 86_400_000, 1000, report.source);
    expect([bars.length, bars[0]!.ts, bars.at(-1)!.ts]).toEqual([375, close - 375 * 60_000, close - 60_000]);
  });
});
