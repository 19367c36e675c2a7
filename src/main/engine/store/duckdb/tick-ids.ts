import type { DuckDBConnection } from '@duckdb/node-api';

/** Hands out the ids of tick_rows, rising in order of arrival. Ids of what was rolled back stay unused. */
export class TickIds {
  #next: number;

  private constructor(next: number) {
    this.#next = next;
  }

  static async load(connection: DuckDBConnection): Promise<TickIds> {
    const reader = await connection.runAndReadAll(
      `SELECT greatest((SELECT coalesce(max(id), 0) FROM tick_rows), (SELECT coalesce(max(max_id), 0) FROM archived_days))::DOUBLE`,
    );
    return new TickIds(Number(reader.getRows()[0]![0]) + 1);
  }

  /** The first of `count` ids that are now the caller's. */
  take(count: number): number {
    const first = this.#next;
    this.#next += count;
    return first;
  }
}
