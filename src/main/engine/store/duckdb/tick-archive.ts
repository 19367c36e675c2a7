import { statSync } from 'node:fs';
import { readdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { dayNumber } from './day-number.ts';
import { sqlText } from './sql-text.ts';

/** What of a day goes into a file of its own. */
export type ArchiveKind = 'ticks' | 'chain';

export interface ArchivedDay {
  sourceId: number;
  /** Days since 1970, IST. */
  day: number;
  kind: ArchiveKind;
  /** Within the archive's folder. */
  name: string;
  rows: number;
  bytes: number;
}

/** Ends the name of a file that is being written. */
export const UNFINISHED = '.tmp';

const TABLES: Record<ArchiveKind, string> = { ticks: 'tick_rows', chain: 'chain_rows' };

/**
 * Which days lie in Parquet files beside the database, and how they are read with the rest. A file that is gone or has another
 * size than was written is left out, and told as missing.
 */
export class TickArchive {
  readonly folder: string;
  #days: ArchivedDay[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Reads the list, deletes what no day needs any more, and brings the views up to date. */
  static async load(connection: DuckDBConnection, databaseFile: string): Promise<TickArchive> {
    const archive = new TickArchive(join(dirname(databaseFile), 'archive'));
    await archive.read(connection);
    await archive.sweep(connection);
    for (const statement of archive.viewStatements()) await connection.run(statement);
    return archive;
  }

  /** Takes up what is stored. */
  async read(connection: DuckDBConnection): Promise<void> {
    const reader = await connection.runAndReadAll(
      'SELECT source_id, day, kind, name, rows::DOUBLE, bytes::DOUBLE FROM archived_days ORDER BY ALL',
    );
    this.#days = reader.getRows().map(([sourceId, day, kind, name, rows, bytes]) => ({
      sourceId: Number(sourceId),
      day: Number(day),
      kind: String(kind) as ArchiveKind,
      name: String(name),
      rows: Number(rows),
      bytes: Number(bytes),
    }));
  }

  /** Deletes what a kill left half written and files that a committed change made needless; what cannot be deleted is tried again at the next start. */
  async sweep(connection: DuckDBConnection): Promise<void> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      if (name.endsWith(UNFINISHED)) await unlink(this.pathOf(name)).catch(() => {});
    }
    const names = (await connection.runAndReadAll('SELECT name FROM archive_leftovers')).getRows();
    for (const [name] of names) {
      const gone = await unlink(this.pathOf(String(name))).then(
        () => true,
        (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT',
      );
      if (gone) await connection.run('DELETE FROM archive_leftovers WHERE name = $name', { name: String(name) });
    }
  }

  pathOf(name: string): string {
    return join(this.folder, name);
  }

  find(kind: ArchiveKind, sourceId: number, day: number): ArchivedDay | null {
    return this.#days.find((each) => each.kind === kind && each.sourceId === sourceId && each.day === day) ?? null;
  }

  of(sourceId: number): ArchivedDay[] {
    return this.#days.filter((each) => each.sourceId === sourceId);
  }

  all(): readonly ArchivedDay[] {
    return this.#days;
  }

  isMissing({ name, bytes }: ArchivedDay): boolean {
    return statSync(this.pathOf(name), { throwIfNoEntry: false })?.size !== bytes;
  }

  /**
   * What to select a kind's rows FROM so that archived days between two moments (epoch ms, included) are among them.
   * Without any it is the table itself, so that a live chart opens no file.
   */
  from(kind: ArchiveKind, first: number, last: number, sourceId: number | null): string {
    const days = this.#days.filter(
      (each) =>
        each.day >= dayNumber(first) &&
        each.day <= dayNumber(last) &&
        (sourceId === null || each.sourceId === sourceId),
    );
    return this.#union(kind, days);
  }

  /** The views `ticks` and `option_chain` over everything, `days` being what is archived. */
  viewStatements(days: readonly ArchivedDay[] = this.#days): string[] {
    return [
      `CREATE OR REPLACE VIEW ticks AS
       SELECT t.id, i.symbol, t.ltp, nullif(t.bid, 0) AS bid, nullif(t.ask, 0) AS ask, t.volume,
              make_timestamptz(t.ts * 1000) AS timestamp
       FROM ${this.#union('ticks', days)} t LEFT JOIN instruments i ON i.id = t.instrument_id`,
      `CREATE OR REPLACE VIEW option_chain AS
       SELECT c.id, i.symbol, c.expiry, c.strike,
              c.call_oi, c.call_chgoi, c.call_iv, c.call_delta, c.call_ltp,
              c.put_oi, c.put_chgoi, c.put_iv, c.put_delta, c.put_ltp,
              make_timestamptz(c.ts * 1000) AS timestamp
       FROM ${this.#union('chain', days)} c LEFT JOIN instruments i ON i.id = c.underlying_id`,
    ];
  }

  #union(kind: ArchiveKind, days: readonly ArchivedDay[]): string {
    const table = TABLES[kind];
    const files = days
      .filter((each) => each.kind === kind && !this.isMissing(each))
      .map(({ name }) => sqlText(this.pathOf(name)));
    if (files.length === 0) return table;
    return `(SELECT * FROM ${table} UNION ALL BY NAME SELECT * FROM read_parquet([${files.join(', ')}]))`;
  }
}
