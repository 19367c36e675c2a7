import type { DuckDBConnection } from '@duckdb/node-api';

/** The small integers that stand for source names in tick_rows. */
export class SourceIds {
  readonly #ids: Map<string, number>;

  private constructor(ids: Map<string, number>) {
    this.#ids = ids;
  }

  static async load(connection: DuckDBConnection): Promise<SourceIds> {
    const reader = await connection.runAndReadAll('SELECT name, id FROM sources');
    return new SourceIds(new Map(reader.getRows().map(([name, id]) => [String(name), Number(id)])));
  }

  /** Null when nothing was ever stored from that source. */
  find(name: string): number | null {
    return this.#ids.get(name) ?? null;
  }

  /** The id of a source; `fresh` when the caller must store it, or give it back with `forget`. */
  reserve(name: string): { id: number; fresh: boolean } {
    const known = this.#ids.get(name);
    if (known !== undefined) return { id: known, fresh: false };
    const id = Math.max(0, ...this.#ids.values()) + 1;
    this.#ids.set(name, id);
    return { id, fresh: true };
  }

  forget(name: string): void {
    this.#ids.delete(name);
  }

  /** The id of a source, stored at once when new: a name without rows does no harm. */
  async ensure(connection: DuckDBConnection, name: string): Promise<number> {
    const { id, fresh } = this.reserve(name);
    if (!fresh) return id;
    try {
      await connection.run('INSERT INTO sources VALUES ($id, $name)', { id, name });
    } catch (error) {
      this.forget(name);
      throw error;
    }
    return id;
  }
}
