import type { DuckDBConnection } from '@duckdb/node-api';
import type { TickColumns } from '../tick-store.ts';
import { dayNumber } from './day-number.ts';

/** What one batch adds to one day. */
export interface DayPart {
  day: number;
  rows: number;
  firstTs: number;
  lastTs: number;
  instruments: Set<number>;
}

/** Which instruments each (source, day) has, so that a batch writes only the new ones. */
export class DayIndex {
  readonly #known = new Map<string, Set<number>>();

  /** What a batch adds to each of its days; nearly always one. */
  partsOf(columns: TickColumns): DayPart[] {
    const parts = new Map<number, DayPart>();
    let current: DayPart | null = null;
    let from = 0;
    let to = 0;
    for (let row = 0; row < columns.length; row++) {
      const ts = columns.ts[row]!;
      if (current === null || ts < from || ts >= to) {
        const day = dayNumber(ts);
        current = parts.get(day) ?? { day, rows: 0, firstTs: ts, lastTs: ts, instruments: new Set() };
        parts.set(day, current);
        from = ts;
        to = ts + 1;
      }
      // Widened to what is known to be of this day, so that the day is computed rarely.
      if (ts < current.firstTs) current.firstTs = ts;
      if (ts > current.lastTs) current.lastTs = ts;
      from = current.firstTs;
      to = current.lastTs + 1;
      current.rows++;
      current.instruments.add(columns.instrumentId[row]!);
    }
    return [...parts.values()];
  }

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
