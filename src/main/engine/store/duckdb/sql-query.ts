import type { DuckDBConnection } from '@duckdb/node-api';
import type { SqlCell, SqlColumn, SqlResult, SqlTable } from '../../../../contract/sql.ts';
import { AppError } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import { istDay, istTime } from '../../core/ist.ts';
import type { BookRows } from '../tick-store.ts';
import { firstLine, messageOf } from './store-failure.ts';
import { tablesOf } from './sql-statement.ts';

/** What of the tick store may be asked. */
const MARKET_TABLES = ['ticks', 'option_chain'];

/** A query that takes longer is ended, so that it cannot slow the desk down all day. */
export const SQL_LONGEST_MS = 60_000;

const SQL_TYPE = { INTEGER: 'BIGINT', REAL: 'DOUBLE', TEXT: 'VARCHAR' } as const;

/** What of the market can be asked, with its columns. */
export async function marketTables(connection: DuckDBConnection): Promise<SqlTable[]> {
  const tables: SqlTable[] = [];
  for (const name of MARKET_TABLES) {
    const reader = await connection.runAndReadAll(`DESCRIBE ${name}`);
    const columns = reader.getRows().map(([column, type]) => ({ name: String(column), type: String(type) }));
    tables.push({ name, of: 'market', columns });
  }
  return tables;
}

/**
 * Runs one SELECT over ticks, chains and `books` on a connection of its own, which is to be closed after.
 *
 * @throws AppError SQL_INVALID, SQL_REFUSED, SQL_TOO_LONG
 */
export async function runSql(
  connection: DuckDBConnection,
  clock: Clock,
  { sql, limit, books }: { sql: string; limit: number; books: readonly BookRows[] },
): Promise<SqlResult> {
  await tablesOf(connection, sql, [...MARKET_TABLES, ...books.map(({ name }) => name)]);
  const started = clock.monotonic();
  let tooLong = false;
  const watch = clock.setTimeout(() => {
    tooLong = true;
    connection.interrupt();
  }, SQL_LONGEST_MS);
  try {
    for (const book of books) await copyBook(connection, book);
    await connection.run('BEGIN TRANSACTION READ ONLY');
    const reader = await connection.streamAndReadUntil(sql, limit + 1);
    const columns = reader
      .columnNames()
      .map((name, column) => ({ name, kind: kindOf(reader.columnType(column).toString()) }));
    const rows = reader
      .getRowsJS()
      .slice(0, limit)
      .map((row) => row.map(cellOf));
    return { columns, rows, cut: reader.currentRowCount > limit, ms: clock.monotonic() - started };
  } catch (error) {
    if (tooLong) {
      throw new AppError(
        'SQL_TOO_LONG',
        `The query was ended after ${SQL_LONGEST_MS / 1000} s. Ask for fewer days or symbols: ticks are found by timestamp and symbol.`,
      );
    }
    if (error instanceof AppError) throw error;
    throw new AppError('SQL_INVALID', `The query failed: ${firstLine(messageOf(error))}`, { cause: messageOf(error) });
  } finally {
    watch.cancel();
  }
}

async function copyBook(connection: DuckDBConnection, { name, columns, rows }: BookRows): Promise<void> {
  const list = columns.map((column) => `"${column.name}" ${SQL_TYPE[column.type]}`).join(', ');
  await connection.run(`CREATE TEMP TABLE "${name}" (${list})`);
  const appender = await connection.createAppender(name, null, 'temp');
  for (const row of rows) {
    row.forEach((value, column) => {
      if (value === null) appender.appendNull();
      else if (columns[column]!.type === 'INTEGER') appender.appendBigInt(BigInt(value));
      else if (columns[column]!.type === 'REAL') appender.appendDouble(Number(value));
      else appender.appendVarchar(String(value));
    });
    appender.endRow();
  }
  appender.closeSync();
}

function kindOf(type: string): SqlColumn['kind'] {
  if (/^(TIMESTAMP|DATE)/.test(type)) return 'time';
  return /INT|DOUBLE|FLOAT|DECIMAL/.test(type) && !type.includes('[') ? 'number' : 'text';
}

function cellOf(value: unknown): SqlCell {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return timeText(value.getTime());
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
}

function timeText(at: number): string {
  return `${istDay(at)} ${istTime(at)}.${String(at % 1000).padStart(3, '0')}`;
}
