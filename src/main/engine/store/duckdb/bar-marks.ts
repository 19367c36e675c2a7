import type { DuckDBConnection } from '@duckdb/node-api';
import { DAY_MS } from '../../core/ist.ts';
import type { TickColumns } from '../tick-store.ts';
import { MINUTE_MS } from './bar-sql.ts';
import { dayNumber, dayStart } from './day-number.ts';

/** How far one day of one source has its bars. */
export interface BarDay {
  sourceId: number;
  day: number;
  /** Epoch ms; minutes before it have their bars. */
  until: number;
  /** Of instruments with ticks that came after their minute was closed: where their bars are out of date from. */
  stale: Map<number, number>;
}

/** A tick that came late: the bars of its instrument are out of date from its minute on. */
export interface StaleBars {
  sourceId: number;
  day: number;
  instrumentId: number;
  since: number;
}

/** Which minutes are read from bars and which from ticks; in memory what `bar_marks` and `bar_stale` say. */
export class BarMarks {
  readonly #days = new Map<string, BarDay>();
  /** Newest ts by source. */
  readonly #latest = new Map<number, number>();

  static async load(connection: DuckDBConnection): Promise<BarMarks> {
    const marks = new BarMarks();
    await marks.read(connection);
    return marks;
  }

  /** Takes up what is stored, of one source or of all. */
  async read(connection: DuckDBConnection, sourceId: number | null = null): Promise<void> {
    const chosen = sourceId === null ? '' : `WHERE source_id = ${sourceId}`;
    const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
    for (const [key, day] of this.#days) {
      if (sourceId === null || day.sourceId === sourceId) this.#days.delete(key);
    }
    for (const [source, day, last] of await rows(
      `SELECT source_id, day, max(last_ts) FROM tick_batches ${chosen} GROUP BY ALL`,
    )) {
      this.of(Number(source), Number(day));
      this.#latest.set(Number(source), Math.max(Number(last), this.latest(Number(source))));
    }
    for (const [source, day, until] of await rows(`SELECT source_id, day, until FROM bar_marks ${chosen}`)) {
      this.of(Number(source), Number(day)).until = Number(until);
    }
    for (const [source, day, id, since] of await rows(
      `SELECT source_id, day, instrument_id, min(since) FROM bar_stale ${chosen} GROUP BY ALL`,
    )) {
      this.of(Number(source), Number(day)).stale.set(Number(id), Number(since));
    }
  }

  of(sourceId: number, day: number): BarDay {
    const key = `${sourceId} ${day}`;
    const known = this.#days.get(key);
    if (known !== undefined) return known;
    const fresh: BarDay = { sourceId, day, until: dayStart(day), stale: new Map() };
    this.#days.set(key, fresh);
    return fresh;
  }

  latest(sourceId: number): number {
    return this.#latest.get(sourceId) ?? -Infinity;
  }

  /** Days that are not wholly in bars. */
  unfinished(): BarDay[] {
    return [...this.#days.values()].filter(({ day, until, stale }) => until < dayStart(day) + DAY_MS || stale.size > 0);
  }

  /** Where an instrument's bars end and its ticks are to be read from. */
  cut(sourceId: number, day: number, instrumentId: number): number {
    const { until, stale } = this.of(sourceId, day);
    return Math.min(until, stale.get(instrumentId) ?? until);
  }

  /** The bars that a batch makes out of date, beyond those that are already. */
  staleIn(sourceId: number, { length, ts, instrumentId }: TickColumns): StaleBars[] {
    const found = new Map<string, StaleBars>();
    for (let row = 0; row < length; row++) {
      const at = ts[row]!;
      const day = this.of(sourceId, dayNumber(at));
      if (at >= day.until) continue;
      const id = instrumentId[row]!;
      const key = `${day.day} ${id}`;
      const since = Math.floor(at / MINUTE_MS) * MINUTE_MS;
      if (since >= Math.min(day.stale.get(id) ?? Infinity, found.get(key)?.since ?? Infinity)) continue;
      found.set(key, { sourceId, day: day.day, instrumentId: id, since });
    }
    return [...found.values()];
  }

  /** To be called once the ticks are committed. */
  wrote(sourceId: number, day: number, lastTs: number): void {
    this.of(sourceId, day);
    if (lastTs > this.latest(sourceId)) this.#latest.set(sourceId, lastTs);
  }

  /** To be called once the entries in `bar_stale` are committed. */
  remember(stale: readonly StaleBars[]): void {
    for (const { sourceId, day, instrumentId, since } of stale) {
      const known = this.of(sourceId, day).stale;
      known.set(instrumentId, Math.min(since, known.get(instrumentId) ?? since));
    }
  }
}
