import { mkdirSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { AppError } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import type { ImportProgress } from '../tick-store.ts';
import { dayStart, dayText } from './day-number.ts';
import { requireDiskRoom } from './disk-room.ts';
import { ImportRun } from './import-run.ts';
import type { DuckDbConnection } from './open-duckdb.ts';
import { sqlText } from './sql-text.ts';
import { UNFINISHED } from './tick-archive.ts';
import type { ArchiveKind, TickArchive } from './tick-archive.ts';

export interface Archiving {
  /** The work's own. */
  connection: DuckDbConnection;
  clock: Clock;
  signal: AbortSignal;
  onProgress: (progress: ImportProgress) => void;
  archive: TickArchive;
  /** Runs a task while nothing else reads or writes. */
  alone: (task: () => Promise<void>) => Promise<void>;
}

const CANCELLED = 'Archiving the day was cancelled; its rows lie in the database as they did before.';

const KINDS = [
  { kind: 'ticks', table: 'tick_rows', order: 'instrument_id, ts, seq, id' },
  { kind: 'chain', table: 'chain_rows', order: 'underlying_id, expiry, strike, ts, id' },
] as const satisfies readonly { kind: ArchiveKind; table: string; order: string }[];

/** A file that was written, synced and read back. */
interface Written {
  kind: ArchiveKind;
  table: string;
  name: string;
  rows: string;
  bytes: number;
  checksum: string;
  maxId: string;
}

/**
 * Moves a day's ticks and chain into one Parquet file each. A row leaves the database only in the transaction that says which
 * file has it, after that file was synced, named and read back with the same count and checksum; a crash before leaves a file that
 * nobody reads, and writing the day again replaces it. Rows that arrive meanwhile stay in the database and are read beside it.
 *
 * @throws AppError IMPORT_CANCELLED, DATA_REFUSED, STORE_FAILED
 */
export async function archiveDay(archiving: Archiving, sourceId: number, day: number): Promise<void> {
  const { connection, clock, signal, onProgress, archive, alone } = archiving;
  const lost = KINDS.map(({ kind }) => archive.find(kind, sourceId, day)).find(
    (file) => file && archive.isMissing(file),
  );
  if (lost) {
    throw new AppError(
      'DATA_REFUSED',
      `${lost.name} with the archived rows of ${dayText(day)} is not in ${archive.folder}, or was changed. Put it back, then archive the day again.`,
      { file: lost.name },
    );
  }
  mkdirSync(archive.folder, { recursive: true });
  const run = new ImportRun(connection, clock, signal, onProgress, CANCELLED);
  await run.begin();
  const ofDay = spanOf(sourceId, day);
  const written: Written[] = [];
  let kept = false;
  try {
    await run.run('BEGIN');
    for (const [place, { kind, table, order }] of KINDS.entries()) {
      const step = (from: number, to: number) => [(place + from) / 2, (place + to) / 2] as const;
      const [count] = await run.rows(`SELECT count(*)::DOUBLE FROM ${table} WHERE ${ofDay}`);
      if (Number(count![0]) === 0) continue;
      const rows = `SELECT * FROM ${archive.from(kind, dayStart(day), dayStart(day), sourceId)} WHERE ${ofDay}`;
      const name = `${kind}-${dayText(day)}-${sourceId}`;
      const file = await run.step(...step(0, 0.6), `Writing ${kind}`, () => write(run, archive, name, rows, order));
      written.push({ kind, table, ...file });
      requireDiskRoom(archive.pathOf(file.name));
      await run.step(...step(0.6, 0.95), `Checking ${kind}`, () => check(run, archive, rows, file));
    }
    run.throwIfCancelled();
    if (written.length > 0) {
      await alone(async () => {
        await enter(run, archive, sourceId, day, written);
        kept = true;
        await archive.read(connection.query);
        await archive.sweep(connection.query);
      });
    } else await run.run('COMMIT');
  } catch (error) {
    if (!kept) {
      await connection.query.run('ROLLBACK').catch(() => {});
      const known = new Set(archive.all().map(({ name }) => name));
      for (const { name } of written) if (!known.has(name)) await rm(archive.pathOf(name), { force: true });
    }
    throw error;
  }
}

/** Writes the rows under a name of their number, which no file with other rows of the day has. */
async function write(run: ImportRun, archive: TickArchive, stem: string, rows: string, order: string) {
  const figures = await figuresOf(run, rows);
  const name = `${stem}-${figures.rows}.parquet`;
  const path = archive.pathOf(name);
  const unfinished = `${path}${UNFINISHED}`;
  try {
    await run.run(`COPY (${rows} ORDER BY ${order}) TO ${sqlText(unfinished)} (FORMAT parquet, COMPRESSION zstd)`);
    const bytes = await synced(unfinished);
    await rename(unfinished, path);
    await synced(archive.folder);
    return { name, bytes, ...figures };
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function check(
  run: ImportRun,
  archive: TickArchive,
  rows: string,
  file: Omit<Written, 'kind' | 'table'>,
): Promise<void> {
  const read = await figuresOf(run, `SELECT * FROM read_parquet(${sqlText(archive.pathOf(file.name))})`);
  if (read.rows === file.rows && read.checksum === file.checksum) return;
  throw new AppError(
    'STORE_FAILED',
    `${file.name} was read back with ${read.rows} rows out of ${file.rows}, or with other values. The day stays in the database.`,
    { file: file.name, rows },
  );
}

/** Says in one transaction where the rows are now, and takes them out of the database. */
async function enter(
  run: ImportRun,
  archive: TickArchive,
  sourceId: number,
  day: number,
  written: readonly Written[],
): Promise<void> {
  const ofDay = `source_id = ${sourceId} AND day = ${day}`;
  for (const { kind, table, name, rows, bytes, checksum, maxId } of written) {
    await run.run(
      `INSERT INTO archive_leftovers SELECT name FROM archived_days WHERE ${ofDay} AND kind = '${kind}' AND name <> ${sqlText(name)}`,
    );
    await run.run(`DELETE FROM archived_days WHERE ${ofDay} AND kind = '${kind}'`);
    await run.run(
      `INSERT INTO archived_days VALUES (${sourceId}, ${day}, '${kind}', ${sqlText(name)}, ${rows}, ${bytes}, '${checksum}', ${maxId})`,
    );
    await run.run(`DELETE FROM ${table} WHERE ${spanOf(sourceId, day)}`);
  }
  await run.run(`DELETE FROM compacted_days WHERE ${ofDay}`);
  await run.run(
    `INSERT INTO compacted_days SELECT source_id, day, sum(rows) FROM tick_batches WHERE ${ofDay} GROUP BY ALL`,
  );
  const rest = archive
    .all()
    .filter(
      (each) => !written.some(({ kind }) => each.kind === kind && each.sourceId === sourceId && each.day === day),
    );
  const days = written.map(({ kind, name, rows, bytes }) => ({ sourceId, day, kind, name, rows: Number(rows), bytes }));
  for (const statement of archive.viewStatements([...rest, ...days])) await run.run(statement);
  await run.run('COMMIT');
}

function spanOf(sourceId: number, day: number): string {
  return `source_id = ${sourceId} AND ts >= ${dayStart(day)} AND ts < ${dayStart(day + 1)}`;
}

/** How many rows there are, and a sum over all their values that does not depend on their order. */
async function figuresOf(run: ImportRun, rows: string): Promise<Pick<Written, 'rows' | 'checksum' | 'maxId'>> {
  const [figures] = await run.rows(
    `SELECT count(*)::VARCHAR, coalesce(sum(hash(r)), 0)::VARCHAR, coalesce(max(id), 0)::VARCHAR FROM (${rows}) r`,
  );
  const [count, checksum, maxId] = figures!.map(String) as [string, string, string];
  return { rows: count, checksum, maxId };
}

/** Makes a file or a folder durable; gives its size. */
async function synced(path: string): Promise<number> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}
