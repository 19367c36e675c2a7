import type { DuckDBConnection } from '@duckdb/node-api';
import { dayStart } from './day-number.ts';
import type { TickArchive } from './tick-archive.ts';

/** What is kept of each day of a source. */
const DAY_TABLES = [
  'tick_batches',
  'day_instruments',
  'sessions',
  'bars_1m',
  'bar_marks',
  'bar_stale',
  'compacted_days',
] as const;

/** Of a day's parts, those that go. */
export interface DayParts {
  /** With the bars made of them. */
  ticks: boolean;
  chain: boolean;
}

/** Deletes parts of a day, archived or not, in one transaction; the files go once it is durable. Nothing else may write or read. */
export async function deleteDay(
  connection: DuckDBConnection,
  archive: TickArchive,
  sourceId: number,
  day: number,
  parts: DayParts,
): Promise<void> {
  const ofDay = `source_id = ${sourceId} AND day = ${day}`;
  const ofSpan = `source_id = ${sourceId} AND ts >= ${dayStart(day)} AND ts < ${dayStart(day + 1)}`;
  const kinds = (['ticks', 'chain'] as const).filter((kind) => parts[kind]);
  const gone = `${ofDay} AND kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')})`;
  if (kinds.length === 0) return;
  await connection.run('BEGIN');
  try {
    if (parts.ticks) {
      await connection.run(`DELETE FROM tick_rows WHERE ${ofSpan}`);
      for (const table of DAY_TABLES) await connection.run(`DELETE FROM ${table} WHERE ${ofDay}`);
    }
    if (parts.chain) {
      for (const table of ['chain_rows', 'chain_given_iv'])
        await connection.run(`DELETE FROM ${table} WHERE ${ofSpan}`);
    }
    await connection.run(`INSERT INTO archive_leftovers SELECT name FROM archived_days WHERE ${gone}`);
    await connection.run(`DELETE FROM archived_days WHERE ${gone}`);
    const rest = archive
      .all()
      .filter((each) => each.sourceId !== sourceId || each.day !== day || !kinds.includes(each.kind));
    for (const statement of archive.viewStatements(rest)) await connection.run(statement);
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => {});
    throw error;
  }
  await archive.read(connection);
  await archive.sweep(connection);
}
