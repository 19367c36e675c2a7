import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '../src/main/engine/core/system-clock.ts';
import { BarMarks } from '../src/main/engine/store/duckdb/bar-marks.ts';
import { BarWriter } from '../src/main/engine/store/duckdb/bar-writer.ts';
import { compactDay } from '../src/main/engine/store/duckdb/compact-day.ts';
import { dayNumber } from '../src/main/engine/store/duckdb/day-number.ts';
import { openDuckDb } from '../src/main/engine/store/duckdb/open-duckdb.ts';
import type { DuckDbConnection, DuckDbFile } from '../src/main/engine/store/duckdb/open-duckdb.ts';
import { SourceIds } from '../src/main/engine/store/duckdb/source-ids.ts';
import { TickArchive } from '../src/main/engine/store/duckdb/tick-archive.ts';

const DAY_MS = 86_400_000;
const SESSION_MS = 375 * 60_000;
const OPEN = Date.parse('2026-01-05T09:15:00+05:30');

/** How ticks lie: `ticks` in all, evenly over days and symbols, whose ids count from 1. */
export interface Layout {
  ticks: number;
  days: number;
  symbols: number;
}

/** A store of its own: ticks of one or more days in order of arrival, then as much of the layout as a case asks for. */
export interface Place {
  connection: DuckDbConnection;
  file: DuckDbFile;
  sources: SourceIds;
  archive: TickArchive;
}

/** Ticks of all symbols, evenly over the sessions of the days, as a feed would have brought them. */
export async function recorded(path: string, { ticks, days, symbols }: Layout): Promise<Place> {
  const file = await openDuckDb(path);
  const connection = await file.connect();
  const { query } = connection;
  const perDay = Math.floor(ticks / days);
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
  return { file, connection, sources: await SourceIds.load(query), archive: await TickArchive.load(query, path) };
}

/** Closes the days as the desk does after hours. */
export async function sort({ file, connection }: Place, { days }: Pick<Layout, 'days'>): Promise<void> {
  const { signal } = new AbortController();
  for (let day = 0; day < days; day++) {
    const own = await file.connect();
    const compaction = { connection: own, clock: new SystemClock(), signal, onProgress: () => {} };
    await compactDay(compaction, 1, dayNumber(OPEN + day * DAY_MS));
    own.query.disconnectSync();
  }
  await connection.query.run('CHECKPOINT');
}

/** Writes the bars of every minute that is closed, and gives what marks them as written. */
export async function writeBars({ connection: { query }, archive }: Place): Promise<BarMarks> {
  const marks = await BarMarks.load(query);
  await new BarWriter(query, marks, new SystemClock(), archive).catchUp();
  return marks;
}

export async function inFolder<T>(task: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ticks-bench-'));
  try {
    return await task(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
