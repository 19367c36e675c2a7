import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bar } from '../src/contract/market.ts';
import { SystemClock } from '../src/main/engine/core/system-clock.ts';
import { BarMarks } from '../src/main/engine/store/duckdb/bar-marks.ts';
import { BarReader } from '../src/main/engine/store/duckdb/bar-reader.ts';
import { BarWriter } from '../src/main/engine/store/duckdb/bar-writer.ts';
import { compactDay } from '../src/main/engine/store/duckdb/compact-day.ts';
import { dayNumber } from '../src/main/engine/store/duckdb/day-number.ts';
import { openDuckDb } from '../src/main/engine/store/duckdb/open-duckdb.ts';
import type { DuckDbConnection, DuckDbFile } from '../src/main/engine/store/duckdb/open-duckdb.ts';
import { SourceIds } from '../src/main/engine/store/duckdb/source-ids.ts';
import { median } from './result.ts';
import type { BenchResult } from './result.ts';

const TICKS = Number(process.env['CANDLE_TICKS'] ?? 5_000_000);
/** Dense enough that a symbol has thousands of ticks a day, as an index option near the money. */
const LAYOUT = { day: { days: 1, symbols: 200 }, chart: { days: 20, symbols: 50 } };
const ROUNDS = 9;
const DAY_MS = 86_400_000;
const SESSION_MS = 375 * 60_000;
const OPEN = Date.parse('2026-01-05T09:15:00+05:30');
const SYMBOL = 17;

interface Layout {
  days: number;
  symbols: number;
}

/** A store of its own: ticks of one or more days in order of arrival, then as much of the layout as a case asks for. */
interface Place {
  connection: DuckDbConnection;
  file: DuckDbFile;
  sources: SourceIds;
}

/** A day's candles from ticks, sorted against in order of arrival: the same query on both layouts. */
export async function bench(): Promise<BenchResult> {
  return inFolder(async (folder) => {
    const arrival = await recorded(join(folder, 'arrival.duckdb'), LAYOUT.day);
    const sorted = await recorded(join(folder, 'sorted.duckdb'), LAYOUT.day);
    await sort(sorted, LAYOUT.day);
    const figures = await interleaved(
      () => fromTicks(sorted).bars(SYMBOL, '1m', Infinity, 1000, 'feed'),
      () => fromTicks(arrival).bars(SYMBOL, '1m', Infinity, 1000, 'feed'),
    );
    for (const { file } of [arrival, sorted]) file.close();
    return result('a day of candles, ticks compacted', 'ticks in order of arrival', figures, 5, LAYOUT.day);
  });
}

/** Twenty days of minute candles: from written bars against from sorted ticks. */
export async function benchTwentyDays(): Promise<BenchResult> {
  return inFolder(async (folder) => {
    const place = await recorded(join(folder, 'ticks.duckdb'), LAYOUT.chart);
    const marks = await BarMarks.load(place.connection.query);
    await new BarWriter(place.connection.query, marks, new SystemClock()).catchUp();
    await sort(place, LAYOUT.chart);
    const bars = new BarReader(place.connection, place.sources, marks);
    const figures = await interleaved(
      () => bars.bars(SYMBOL, '1m', Infinity, 10_000, 'feed'),
      () => fromTicks(place).bars(SYMBOL, '1m', Infinity, 10_000, 'feed'),
    );
    place.file.close();
    return result('a 20-day chart, from bars', 'sorted ticks', figures, 8, LAYOUT.chart);
  });
}

function result(
  name: string,
  reference: string,
  { ours, theirs }: { ours: number; theirs: number },
  floor: number,
  layout: Layout,
): BenchResult {
  return {
    name,
    unit: 'charts/s',
    ours: 1000 / ours,
    reference: { name: reference, value: 1000 / theirs },
    ratio: theirs / ours,
    floor: { sense: 'at least', ratio: floor },
    detail: { ticks: TICKS, ...layout, rounds: ROUNDS, oursMs: ours, referenceMs: theirs },
  };
}

/** Without marks nothing counts as written: everything is read from ticks. */
function fromTicks({ connection, sources }: Place): BarReader {
  return new BarReader(connection, sources, new BarMarks());
}

/** Medians in ms; both give the same bars. */
async function interleaved(
  ours: () => Promise<Bar[]>,
  theirs: () => Promise<Bar[]>,
): Promise<{ ours: number; theirs: number }> {
  const times: [number[], number[]] = [[], []];
  // The first round warms both up.
  for (let round = 0; round <= ROUNDS; round++) {
    const read: Bar[][] = [];
    for (const [place, query] of [ours, theirs].entries()) {
      const started = performance.now();
      read.push(await query());
      if (round > 0) times[place]!.push(performance.now() - started);
    }
    if (JSON.stringify(read[0]) !== JSON.stringify(read[1]) || read[0]!.length === 0)
      throw new Error('The bars differ.');
  }
  return { ours: median(times[0]), theirs: median(times[1]) };
}

/** Ticks of all symbols, evenly over the sessions of the days, as a feed would have brought them. */
async function recorded(path: string, { days, symbols }: Layout): Promise<Place> {
  const file = await openDuckDb(path);
  const connection = await file.connect();
  const { query } = connection;
  const perDay = Math.floor(TICKS / days);
  await query.run(`INSERT INTO sources VALUES (1, 'feed')`);
  for (let day = 0; day < days; day++) {
    const from = OPEN + day * DAY_MS;
    const first = day * perDay;
    await query.run(
      `INSERT INTO tick_rows SELECT ${first} + i, 1, 1 + (i * 7919) % ${symbols}, ${from} + i * ${SESSION_MS} // ${perDay}, i,
         10000 + (hash(i) % 500)::INTEGER, 9995, 10005, 75, 75, 75 * (i // ${symbols}), 1000000 + i, 0
       FROM range(${perDay}) r(i)`,
    );
    const number = dayNumber(from);
    await query.run(`INSERT INTO tick_batches VALUES (1, ${number}, ${perDay}, ${from}, ${from + SESSION_MS - 1})`);
    await query.run(`INSERT INTO day_instruments SELECT 1, ${number}, 1 + i FROM range(${symbols}) r(i)`);
  }
  await query.run('CHECKPOINT');
  return { file, connection, sources: await SourceIds.load(query) };
}

async function sort({ file, connection }: Place, { days }: Layout): Promise<void> {
  const { signal } = new AbortController();
  for (let day = 0; day < days; day++) {
    const own = await file.connect();
    const compaction = { connection: own, clock: new SystemClock(), signal, onProgress: () => {} };
    await compactDay(compaction, 1, dayNumber(OPEN + day * DAY_MS));
    own.query.disconnectSync();
  }
  await connection.query.run('CHECKPOINT');
}

async function inFolder<T>(task: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'candles-bench-'));
  try {
    return await task(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
