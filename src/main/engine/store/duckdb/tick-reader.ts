import type { RecordedDay } from '../../../../contract/desk.ts';
import { QUOTE_LOOK_BACK_MS } from '../tick-store.ts';
import type { RecordedQuote, TickColumns } from '../tick-store.ts';
import { dayOf, dayStart, dayText } from './day-number.ts';
import type { DuckDbConnection } from './open-duckdb.ts';
import type { SourceIds } from './source-ids.ts';
import type { TickArchive } from './tick-archive.ts';
import { CURSOR_COLUMNS, TickCursor } from './tick-cursor.ts';

/** A portion that ends this early is cheaper as a query of its own, which keeps only its rows while sorting. */
const SMALL_PORTION = 4096;

/** Reads recorded days. */
export class TickReader {
  readonly #query: DuckDbConnection;
  readonly #stream: DuckDbConnection;
  readonly #sources: SourceIds;
  readonly #archive: TickArchive;
  #cursor: { key: string; position: number; cursor: TickCursor } | null = null;

  /** @param stream a connection for the open cursor alone, since another query would close it */
  constructor(query: DuckDbConnection, stream: DuckDbConnection, sources: SourceIds, archive: TickArchive) {
    this.#archive = archive;
    this.#query = query;
    this.#stream = stream;
    this.#sources = sources;
  }

  async days(): Promise<RecordedDay[]> {
    const reader = await this.#query.query.runAndReadAll(
      `SELECT b.day, s.name, b.rows::DOUBLE, coalesce(i.symbols, 0)::DOUBLE, b.first_ts::DOUBLE, b.last_ts::DOUBLE
       FROM (SELECT source_id, day, sum(rows) AS rows, min(first_ts) AS first_ts, max(last_ts) AS last_ts
             FROM tick_batches GROUP BY ALL) b
       JOIN sources s ON s.id = b.source_id
       LEFT JOIN (SELECT source_id, day, count(DISTINCT instrument_id) AS symbols FROM day_instruments GROUP BY ALL) i
         ON i.source_id = b.source_id AND i.day = b.day
       ORDER BY b.day DESC, s.name`,
    );
    return reader.getRows().map(([day, source, rows, symbols, from, to]) => ({
      day: dayText(Number(day)),
      source: String(source),
      rows: Number(rows),
      symbols: Number(symbols),
      from: Number(from),
      to: Number(to),
    }));
  }

  async instrumentsOf(day: string, source: string): Promise<number[]> {
    const sourceId = this.#sources.find(source);
    if (sourceId === null) return [];
    const reader = await this.#query.query.runAndReadAll(
      `SELECT DISTINCT instrument_id FROM day_instruments WHERE source_id = $sourceId AND day = $day
       ORDER BY instrument_id`,
      { sourceId, day: dayOf(day) },
    );
    return reader.getRows().map(([id]) => Number(id));
  }

  /** Portions that follow one another come from one open query: the day is sorted once, not once a portion. */
  async ticks(
    day: string,
    source: string,
    from: number,
    to: number,
    skip: number,
    limit: number,
  ): Promise<TickColumns> {
    const key = JSON.stringify([day, source, from, to]);
    if (this.#cursor === null || this.#cursor.key !== key || this.#cursor.position !== skip) {
      this.#cursor = null;
      const sql = this.#sql(day, source, from, to, skip, limit);
      this.#cursor = { key, position: skip, cursor: await TickCursor.open(this.#stream.raw, sql) };
    }
    const open = this.#cursor;
    const columns = await open.cursor.take(limit);
    open.position += columns.length;
    if (columns.length < limit || limit <= SMALL_PORTION) this.#cursor = null;
    return columns;
  }

  /** As `TickStore.quotesAt`. */
  async quotesAt(
    source: string,
    asked: readonly { instrumentId: number; ts: number }[],
  ): Promise<(RecordedQuote | null)[]> {
    const sourceId = this.#sources.find(source);
    if (sourceId === null || asked.length === 0) return asked.map(() => null);
    const moments = asked.map(({ ts }) => Math.floor(ts));
    const first = Math.min(...moments) - QUOTE_LOOK_BACK_MS;
    const last = Math.max(...moments);
    const ticks = this.#archive.from('ticks', first, last, sourceId);
    const wanted = asked.map(({ instrumentId }, n) => `(${n}, ${whole(instrumentId, 0)}, ${moments[n]})`);
    const reader = await this.#query.query.runAndReadAll(
      `SELECT a.n, t.ts::DOUBLE, t.ltp, t.bid, t.ask
       FROM (VALUES ${wanted.join(', ')}) a(n, instrument_id, moment)
       JOIN LATERAL (
         SELECT ts, ltp, bid, ask FROM ${ticks}
         WHERE source_id = ${sourceId} AND instrument_id = a.instrument_id
           AND ts <= a.moment AND ts > a.moment - ${QUOTE_LOOK_BACK_MS}
           AND ts BETWEEN ${first} AND ${last}
         ORDER BY ts DESC, seq DESC LIMIT 1
       ) t ON true`,
    );
    const found = new Map(
      reader.getRows().map(([n, ts, ltp, bid, ask]) => [n, { ts, ltp, bid, ask } as RecordedQuote]),
    );
    return asked.map((_, n) => found.get(n) ?? null);
  }

  /** Gives up the open query and the snapshot it holds. */
  async rest(): Promise<void> {
    if (this.#cursor === null) return;
    this.#cursor = null;
    await this.#stream.query.run('SELECT 1');
  }

  #sql(day: string, source: string, from: number, to: number, skip: number, limit: number): string {
    const start = dayStart(dayOf(day));
    const first = Math.max(whole(from, start), start);
    const end = Math.min(whole(to, start + 86_400_000), start + 86_400_000);
    const sourceId = this.#sources.find(source) ?? 0;
    // Equal (ts, seq) of different symbols fall in the order of arrival, so that portions never overlap.
    const ticks = this.#archive.from('ticks', start, start, sourceId);
    return `SELECT ${CURSOR_COLUMNS} FROM ${ticks} AS tick_rows
      WHERE source_id = ${sourceId} AND ts >= ${first} AND ts < ${end}
      ORDER BY tick_rows.ts, tick_rows.seq, id
      ${limit <= SMALL_PORTION ? `LIMIT ${whole(limit, 0)}` : ''} OFFSET ${whole(skip, 0)}`;
  }
}

/** Ceiling of a number for use in SQL; infinities and NaN become `otherwise`. */
function whole(value: number, otherwise: number): number {
  return Number.isFinite(value) ? Math.ceil(value) : otherwise;
}
