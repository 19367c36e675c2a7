import duckdb from '@duckdb/node-bindings';
import type { TickColumns } from '../tick-store.ts';
import type { BarMarks, StaleBars } from './bar-marks.ts';
import { DayIndex } from './day-index.ts';
import { joined, partsOf } from './day-part.ts';
import type { DayPart } from './day-part.ts';
import type { DuckDbConnection } from './open-duckdb.ts';
import type { SourceIds } from './source-ids.ts';
import { TickTable } from './tick-table.ts';
import type { TickIds } from './tick-ids.ts';

/** Batches of one transaction: enough to share its cost, few enough that the next ones wait ready meanwhile. */
const MAX_GROUP = 4;

interface Batch {
  source: string;
  columns: TickColumns;
  resolve(): void;
  reject(error: unknown): void;
}

/** What one day of one source gains by a transaction. */
interface DayGain {
  sourceId: number;
  part: DayPart;
  fresh: number[];
}

/**
 * Appends batches with their entries in the list of days. Batches that arrive while one is being committed share the
 * next transaction, since a commit costs about as much as 5,000 rows, whatever its size.
 */
export class TickWriter {
  readonly #connection: DuckDbConnection;
  readonly #sources: SourceIds;
  readonly #ids: TickIds;
  readonly #marks: BarMarks;
  readonly #table: TickTable;
  readonly #days = new DayIndex();
  readonly #waiting: Batch[] = [];

  constructor(connection: DuckDbConnection, sources: SourceIds, ids: TickIds, marks: BarMarks) {
    this.#connection = connection;
    this.#sources = sources;
    this.#ids = ids;
    this.#marks = marks;
    this.#table = new TickTable(connection.raw);
  }

  /** Takes in a batch for the next `commit`; resolves once it is durable. */
  add(source: string, columns: TickColumns): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ source, columns, resolve, reject });
    });
  }

  /** Commits the oldest that wait, all or nothing, and settles them. Not to be called again before it resolves. */
  async commit(): Promise<void> {
    const batches = this.#waiting.splice(0, MAX_GROUP);
    if (batches.length === 0) return;
    try {
      await this.#write(batches.filter(({ columns }) => columns.length > 0));
      for (const batch of batches) batch.resolve();
    } catch (error) {
      for (const batch of batches) batch.reject(error);
    }
  }

  /** A day was deleted, or its list of instruments changed by somebody else. */
  forget(sourceId: number, day: number): void {
    this.#days.forget(sourceId, day);
  }

  async #write(batches: readonly Batch[]): Promise<void> {
    if (batches.length === 0) return;
    const { query, raw } = this.#connection;
    const sourceIds: number[] = [];
    for (const { source } of batches) sourceIds.push(await this.#sources.ensure(query, source));
    const gains = await this.#gainsOf(batches, sourceIds);
    const stale = this.#staleOf(batches, sourceIds, gains);
    await duckdb.query(raw, 'BEGIN');
    try {
      batches.forEach(({ columns }, index) => {
        this.#table.append(sourceIds[index]!, this.#ids.take(columns.length), columns);
      });
      this.#table.flush();
      this.#appendGains(gains);
      this.#appendStale(stale);
      await duckdb.query(raw, 'COMMIT');
    } catch (error) {
      this.#table.reset();
      await duckdb.query(raw, 'ROLLBACK').catch(() => {});
      throw error;
    }
    for (const { sourceId, part, fresh } of gains) {
      this.#days.remember(sourceId, part.day, fresh);
      this.#marks.wrote(sourceId, part.day, part.lastTs);
    }
    this.#marks.remember(stale);
  }

  async #gainsOf(batches: readonly Batch[], sourceIds: readonly number[]): Promise<DayGain[]> {
    const gains = new Map<string, DayGain>();
    batches.forEach(({ columns }, index) => {
      const sourceId = sourceIds[index]!;
      for (const part of partsOf(columns)) {
        const key = `${sourceId} ${part.day}`;
        const gain = gains.get(key);
        if (gain === undefined) gains.set(key, { sourceId, part, fresh: [] });
        else gain.part = joined(gain.part, part);
      }
    });
    for (const gain of gains.values()) {
      gain.fresh = await this.#days.unknown(this.#connection.query, gain.sourceId, gain.part);
    }
    return [...gains.values()];
  }

  /** Nearly always nothing: only a batch that reaches back into closed minutes is looked through. */
  #staleOf(batches: readonly Batch[], sourceIds: readonly number[], gains: readonly DayGain[]): StaleBars[] {
    const late = new Set(
      gains
        .filter(({ sourceId, part }) => part.firstTs < this.#marks.of(sourceId, part.day).until)
        .map(({ sourceId }) => sourceId),
    );
    return batches.flatMap(({ columns }, index) => {
      const sourceId = sourceIds[index]!;
      return late.has(sourceId) ? this.#marks.staleIn(sourceId, columns) : [];
    });
  }

  #appendStale(stale: readonly StaleBars[]): void {
    if (stale.length === 0) return;
    const appender = duckdb.appender_create(this.#connection.raw, null, 'bar_stale');
    for (const { sourceId, day, instrumentId, since } of stale) {
      duckdb.append_int16(appender, sourceId);
      duckdb.append_int32(appender, day);
      duckdb.append_int32(appender, instrumentId);
      duckdb.append_int64(appender, BigInt(since));
      duckdb.appender_end_row(appender);
    }
    duckdb.appender_close_sync(appender);
  }

  #appendGains(gains: readonly DayGain[]): void {
    const { raw } = this.#connection;
    const batches = duckdb.appender_create(raw, null, 'tick_batches');
    for (const { sourceId, part } of gains) {
      duckdb.append_int16(batches, sourceId);
      duckdb.append_int32(batches, part.day);
      for (const value of [part.rows, part.firstTs, part.lastTs]) {
        duckdb.append_int64(batches, BigInt(Math.floor(value)));
      }
      duckdb.appender_end_row(batches);
    }
    duckdb.appender_close_sync(batches);
    if (gains.every(({ fresh }) => fresh.length === 0)) return;
    const instruments = duckdb.appender_create(raw, null, 'day_instruments');
    for (const { sourceId, part, fresh } of gains) {
      for (const id of fresh) {
        duckdb.append_int16(instruments, sourceId);
        duckdb.append_int32(instruments, part.day);
        duckdb.append_int32(instruments, id);
        duckdb.appender_end_row(instruments);
      }
    }
    duckdb.appender_close_sync(instruments);
  }
}
