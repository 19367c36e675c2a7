import duckdb from '@duckdb/node-bindings';
import type { TickColumns } from '../tick-store.ts';
import { DayIndex } from './day-index.ts';
import type { DayPart } from './day-index.ts';
import type { DuckDbConnection } from './open-duckdb.ts';
import type { SourceIds } from './source-ids.ts';
import { TickTable } from './tick-table.ts';
import type { TickIds } from './tick-ids.ts';

/** Appends batches, each in one transaction with its entry in the list of days. */
export class TickWriter {
  readonly #connection: DuckDbConnection;
  readonly #sources: SourceIds;
  readonly #ids: TickIds;
  readonly #table: TickTable;
  readonly #days = new DayIndex();

  constructor(connection: DuckDbConnection, sources: SourceIds, ids: TickIds) {
    this.#connection = connection;
    this.#sources = sources;
    this.#ids = ids;
    this.#table = new TickTable(connection.raw);
  }

  /** Durable when it resolves. Not to be called again before that. */
  async append(source: string, columns: TickColumns): Promise<void> {
    if (columns.length === 0) return;
    const { query, raw } = this.#connection;
    const sourceId = await this.#sources.ensure(query, source);
    const parts = this.#days.partsOf(columns);
    const fresh = await Promise.all(parts.map((part) => this.#days.unknown(query, sourceId, part)));
    await duckdb.query(raw, 'BEGIN');
    try {
      this.#table.append(sourceId, this.#ids.take(columns.length), columns);
      this.#appendParts(sourceId, parts, fresh);
      await duckdb.query(raw, 'COMMIT');
    } catch (error) {
      this.#table.reset();
      await duckdb.query(raw, 'ROLLBACK').catch(() => {});
      throw error;
    }
    parts.forEach(({ day }, index) => this.#days.remember(sourceId, day, fresh[index]!));
  }

  #appendParts(sourceId: number, parts: readonly DayPart[], fresh: readonly number[][]): void {
    const { raw } = this.#connection;
    const batches = duckdb.appender_create(raw, null, 'tick_batches');
    for (const { day, rows, firstTs, lastTs } of parts) {
      duckdb.append_int16(batches, sourceId);
      duckdb.append_int32(batches, day);
      for (const value of [rows, firstTs, lastTs]) duckdb.append_int64(batches, BigInt(Math.floor(value)));
      duckdb.appender_end_row(batches);
    }
    duckdb.appender_close_sync(batches);
    if (fresh.every((ids) => ids.length === 0)) return;
    const instruments = duckdb.appender_create(raw, null, 'day_instruments');
    parts.forEach(({ day }, index) => {
      for (const id of fresh[index]!) {
        duckdb.append_int16(instruments, sourceId);
        duckdb.append_int32(instruments, day);
        duckdb.append_int32(instruments, id);
        duckdb.appender_end_row(instruments);
      }
    });
    duckdb.appender_close_sync(instruments);
  }
}
