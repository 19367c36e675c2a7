import { AppError } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import type { ImportProgress } from '../tick-store.ts';
import { dayStart } from './day-number.ts';
import { ImportRun } from './import-run.ts';
import type { DuckDbConnection } from './open-duckdb.ts';

export interface Compaction {
  /** The work's own. */
  connection: DuckDbConnection;
  clock: Clock;
  signal: AbortSignal;
  onProgress: (progress: ImportProgress) => void;
}

const CANCELLED = 'Sorting the day was cancelled; its ticks lie as they did before.';

/**
 * Lays a day's ticks and bars in order of instrument and time, so that a chart reads only its own. One transaction: at
 * every moment, a crash included, each row is there once. Rows that arrive meanwhile stay behind, in order of arrival.
 *
 * @throws AppError IMPORT_CANCELLED, STORE_FAILED
 */
export async function compactDay(compaction: Compaction, sourceId: number, day: number): Promise<void> {
  const { connection, clock, signal, onProgress } = compaction;
  const run = new ImportRun(connection, clock, signal, onProgress, CANCELLED);
  await run.begin();
  const ofDay = `source_id = ${sourceId} AND day = ${day}`;
  const ticks = `source_id = ${sourceId} AND ts >= ${dayStart(day)} AND ts < ${dayStart(day + 1)}`;
  try {
    await run.run('BEGIN');
    await run.step(0, 0.8, 'Sorting ticks', () => rewrite(run, 'tick_rows', ticks, 'instrument_id, ts, seq, id'));
    await run.step(0.8, 0.95, 'Sorting bars', () => rewrite(run, 'bars_1m', ofDay, 'instrument_id, start'));
    await run.step(0.95, 1, 'Writing', async () => {
      await run.run(`DELETE FROM compacted_days WHERE ${ofDay}`);
      await run.run(
        `INSERT INTO compacted_days SELECT source_id, day, sum(rows) FROM tick_batches WHERE ${ofDay} GROUP BY ALL`,
      );
      await run.run('COMMIT');
    });
  } catch (error) {
    await connection.query.run('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** The days of all sources that have rows in order of arrival, newest first, with the time of their last tick. */
export async function uncompactedDays({
  query,
}: DuckDbConnection): Promise<{ source: string; day: number; lastTs: number }[]> {
  const reader = await query.runAndReadAll(
    `SELECT s.name, b.day, b.last_ts::DOUBLE
     FROM (SELECT source_id, day, sum(rows) AS rows, max(last_ts) AS last_ts FROM tick_batches GROUP BY ALL) b
     JOIN sources s ON s.id = b.source_id
     LEFT JOIN compacted_days c ON c.source_id = b.source_id AND c.day = b.day
     WHERE b.rows <> coalesce(c.rows, 0)
     ORDER BY b.day DESC, s.name`,
  );
  return reader.getRows().map(([source, day, lastTs]) => ({
    source: String(source),
    day: Number(day),
    lastTs: Number(lastTs),
  }));
}

/** An imported source is written in order. */
export async function markImportCompacted({ query }: DuckDbConnection, sourceId: number): Promise<void> {
  await query.run(
    `INSERT INTO compacted_days SELECT source_id, day, rows FROM tick_batches WHERE source_id = ${sourceId}`,
  );
}

/** Writes the chosen rows of a table again, in order, and takes away the old ones. */
async function rewrite(run: ImportRun, table: string, chosen: string, order: string): Promise<void> {
  const [last] = await run.rows(`SELECT coalesce(max(rowid), -1)::VARCHAR FROM ${table}`);
  // Rows of this transaction are numbered far above the stored ones.
  const old = `${chosen} AND rowid <= ${String(last![0])}`;
  const [before] = await run.rows(`SELECT count(*)::DOUBLE FROM ${table} WHERE ${chosen}`);
  await run.run(`INSERT INTO ${table} SELECT * FROM ${table} WHERE ${chosen} ORDER BY ${order}`);
  await run.run(`DELETE FROM ${table} WHERE ${old}`);
  const [after] = await run.rows(`SELECT count(*)::DOUBLE FROM ${table} WHERE ${chosen}`);
  if (before![0] === after![0]) return;
  throw new AppError(
    'STORE_FAILED',
    `Sorting ${table} gave ${String(after![0])} rows out of ${String(before![0])}. Nothing was changed.`,
  );
}
