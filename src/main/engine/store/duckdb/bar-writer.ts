import type { DuckDBConnection } from '@duckdb/node-api';
import type { Clock } from '../../core/clock.ts';
import { DAY_MS } from '../../core/ist.ts';
import type { BarDay, BarMarks } from './bar-marks.ts';
import { BAR_TICK_COLUMNS, carriedSql, columnsOf, MINUTE_MS, PIECE_COLUMNS, piecesSql } from './bar-sql.ts';
import { dayStart } from './day-number.ts';
import type { TickArchive } from './tick-archive.ts';

/** A minute is closed this long after its end, so that ticks a little out of order still find it open. */
const GRACE_MS = 2_000;

/**
 * Writes the bars of closed minutes from the ticks that are stored. To be called in the order of writes, so that no tick
 * slips in between what is read and what is marked as done.
 */
export class BarWriter {
  readonly #connection: DuckDBConnection;
  readonly #marks: BarMarks;
  readonly #clock: Clock;
  readonly #archive: TickArchive;

  constructor(connection: DuckDBConnection, marks: BarMarks, clock: Clock, archive: TickArchive) {
    this.#archive = archive;
    this.#connection = connection;
    this.#marks = marks;
    this.#clock = clock;
  }

  /** Closes the minutes that the newest tick of their source has left behind. */
  async follow(): Promise<void> {
    for (const day of this.#marks.unfinished()) {
      const end = this.#end(day, this.#marks.latest(day.sourceId));
      if (end > day.until) await this.#derive(day, end);
    }
  }

  /** Closes every minute that is over by the clock, and derives anew what came late: when the feed is quiet. */
  async catchUp(): Promise<void> {
    for (const day of this.#marks.unfinished()) {
      const end = this.#end(day, Infinity);
      if (end > day.until || day.stale.size > 0) await this.#derive(day, end);
    }
  }

  /** A tick dated into the future closes nothing before its time. */
  #end({ day, until }: BarDay, latest: number): number {
    const closed = Math.min(latest, this.#clock.now()) - GRACE_MS;
    return Math.max(until, Math.min(Math.floor(closed / MINUTE_MS) * MINUTE_MS, dayStart(day) + DAY_MS));
  }

  async #derive(barDay: BarDay, end: number): Promise<void> {
    const { sourceId, day, until, stale } = barDay;
    const first = Math.min(until, ...stale.values());
    const late = `SELECT instrument_id, min(since) AS since FROM bar_stale
      WHERE source_id = ${sourceId} AND day = ${day} GROUP BY instrument_id`;
    const bars = `FROM bars_1m b LEFT JOIN (${late}) l ON l.instrument_id = b.instrument_id
      WHERE b.source_id = ${sourceId} AND b.day = ${day}`;
    // A tick that came late may be of a day that is archived.
    const rows = this.#archive.from('ticks', dayStart(day), dayStart(day), sourceId);
    const ticks = `SELECT ${columnsOf('t', BAR_TICK_COLUMNS)} FROM ${rows} t LEFT JOIN (${late}) l ON l.instrument_id = t.instrument_id
      WHERE t.source_id = ${sourceId} AND t.ts >= ${first} AND t.ts < ${end} AND t.ts >= coalesce(l.since, ${until})`;
    await this.#connection.run('BEGIN');
    try {
      if (stale.size > 0) {
        await this.#connection.run(
          `DELETE FROM bars_1m b USING (${late}) l WHERE b.source_id = ${sourceId} AND b.day = ${day}
             AND b.instrument_id = l.instrument_id AND b.start >= l.since`,
        );
      }
      await this.#connection.run(insertBarsSql(ticks, carriedSql(bars)));
      for (const table of ['bar_stale', 'bar_marks']) {
        await this.#connection.run(`DELETE FROM ${table} WHERE source_id = ${sourceId} AND day = ${day}`);
      }
      await this.#connection.run(`INSERT INTO bar_marks VALUES (${sourceId}, ${day}, ${end})`);
      await this.#connection.run('COMMIT');
    } catch (error) {
      await this.#connection.run('ROLLBACK').catch(() => {});
      throw error;
    }
    barDay.until = end;
    barDay.stale.clear();
  }
}

/** The bars of an imported source, whole days, within the import's transaction. */
export async function writeImportedBars(connection: DuckDBConnection, sourceId: number): Promise<void> {
  const ticks = `SELECT ${columnsOf('t', BAR_TICK_COLUMNS)} FROM tick_rows t WHERE t.source_id = ${sourceId}`;
  const nothing = carriedSql('FROM bars_1m b WHERE false');
  await connection.run(insertBarsSql(ticks, nothing));
  await connection.run(
    `INSERT INTO bar_marks SELECT source_id, day, (day + 1) * ${DAY_MS}::BIGINT + ${dayStart(0)}
     FROM tick_batches WHERE source_id = ${sourceId}`,
  );
}

function insertBarsSql(ticks: string, carried: string): string {
  return `INSERT INTO bars_1m SELECT ${PIECE_COLUMNS} FROM (${piecesSql(ticks, carried, MINUTE_MS, null)})
    ORDER BY day, instrument_id, start`;
}
