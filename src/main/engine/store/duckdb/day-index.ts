import type { DuckDBConnection } from '@duckdb/node-api';
import type { DayPart } from './day-part.ts';

/** Which instruments each (source, day) has, so that a batch writes only the new ones. */
export class DayIndex {
  readonly #known = new Map<string, Set<number>>();

  /** The instruments of a part that its day does not have yet. */
  async unknown(connection: DuckDBConnection, sourceId: number, part: DayPart): Promise<number[]> {
    const known = await this.#load(connection, sourceId, part.day);
    return [...part.instruments].filter((id) => !known.has(id));
  }

  /** To be called once the batch is committed. */
  remember(sourceId: number, day: number, instruments: readonly number[]): void {
    const known = this.#known.get(`${sourceId} ${day}`);
    for (const id of instruments) known?.add(id);
  }

  forget(sourceId: number, day: number): void {
    this.#known.delete(`${sourceId} ${day}`);
  }

  async #load(connection: DuckDBConnection, sourceId: number, day: number): Promise<Set<number>> {
    const key = `${sourceId} ${day}`;
    const cached = this.#known.get(key);
    if (cached !== undefined) return cached;
    const reader = await connection.runAndReadAll(
      'SELECT instrument_id FROM day_instruments WHERE source_id = $sourceId AND day = $day',
      { sourceId, day },
    );
    const loaded = new Set(reader.getRows().map(([id]) => Number(id)));
    // A long run sees many days; only the last few are written to.
    if (this.#known.size > 16) this.#known.clear();
    this.#known.set(key, loaded);
    return loaded;
  }
}
