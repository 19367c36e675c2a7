import type { DataDay, DataSymbol } from '../../../../contract/data.ts';
import { DAY_MS, IST_OFFSET_MS } from '../../core/ist.ts';
import { FEED_SILENCE_MS, INSTRUMENT_SILENCE_MS } from '../../domain/feed-gaps.ts';
import type { Silence, TickSteps } from '../../domain/feed-gaps.ts';
import { TICK_FLAG } from '../tick-store.ts';
import type { RecordedSteps } from '../tick-store.ts';
import { dayOf, dayStart, dayText } from './day-number.ts';
import type { DuckDbConnection } from './open-duckdb.ts';
import type { SourceIds } from './source-ids.ts';
import type { TickArchive } from './tick-archive.ts';

/** What is kept of a day, but for what only the clock says. */
export type StoredDay = Omit<DataDay, 'closed'>;

const SECOND_MS = 1000;

/** Tells what is kept: by day, by symbol, and how regularly it came. */
export class DataReader {
  readonly #connection: DuckDbConnection;
  readonly #sources: SourceIds;
  readonly #archive: TickArchive;

  constructor(connection: DuckDbConnection, sources: SourceIds, archive: TickArchive) {
    this.#connection = connection;
    this.#sources = sources;
    this.#archive = archive;
  }

  /** Newest first. Chain rows from before sources were kept are of none and not told. */
  async days(): Promise<StoredDay[]> {
    const rows = await this.#rows(
      `WITH ticks AS (SELECT source_id, day, sum(rows) AS rows, min(first_ts) AS first, max(last_ts) AS last
                      FROM tick_batches GROUP BY ALL),
            symbols AS (SELECT source_id, day, count(DISTINCT instrument_id) AS symbols FROM day_instruments GROUP BY ALL),
            bars AS (SELECT source_id, day, count(*) AS bars FROM bars_1m WHERE open IS NOT NULL GROUP BY ALL),
            chains AS (SELECT source_id, (ts + ${IST_OFFSET_MS}) // ${DAY_MS} AS day, count(*) AS rows
                       FROM chain_rows WHERE source_id IS NOT NULL GROUP BY ALL),
            archived AS (SELECT source_id, day, sum(rows) FILTER (kind = 'chain') AS rows FROM archived_days GROUP BY ALL),
            keys AS (SELECT source_id, day FROM ticks UNION SELECT source_id, day FROM chains
                     UNION SELECT source_id, day FROM archived)
       SELECT k.source_id, k.day, s.name, coalesce(t.rows, 0)::DOUBLE, coalesce(y.symbols, 0)::DOUBLE, t.first::DOUBLE,
              t.last::DOUBLE, coalesce(b.bars, 0)::DOUBLE, (coalesce(c.rows, 0) + coalesce(a.rows, 0))::DOUBLE,
              coalesce(d.rows = t.rows, t.rows IS NULL), coalesce(c.rows, 0)::DOUBLE
       FROM keys k JOIN sources s ON s.id = k.source_id
       LEFT JOIN ticks t ON t.source_id = k.source_id AND t.day = k.day
       LEFT JOIN symbols y ON y.source_id = k.source_id AND y.day = k.day
       LEFT JOIN bars b ON b.source_id = k.source_id AND b.day = k.day
       LEFT JOIN chains c ON c.source_id = k.source_id AND c.day = k.day
       LEFT JOIN archived a ON a.source_id = k.source_id AND a.day = k.day
       LEFT JOIN compacted_days d ON d.source_id = k.source_id AND d.day = k.day
       ORDER BY k.day DESC, s.name`,
    );
    return rows.map(([sourceId, day, source, ticks, symbols, from, to, bars, chainRows, sorted, chainHere]) => ({
      day: dayText(Number(day)),
      source: String(source),
      ticks: Number(ticks),
      symbols: Number(symbols),
      from: numberOrNull(from),
      to: numberOrNull(to),
      bars: Number(bars),
      chainRows: Number(chainRows),
      sorted: sorted === true,
      ...this.#archived(Number(sourceId), Number(day), Number(ticks), Number(chainHere)),
    }));
  }

  /** By symbol. */
  async symbols(day: string, source: string): Promise<DataSymbol[]> {
    const sourceId = this.#sources.find(source);
    if (sourceId === null) return [];
    const number = dayOf(day);
    const ofDay = this.#ofDay(sourceId, number);
    const rows = await this.#rows(
      `WITH ticks AS (SELECT instrument_id, count(*) AS ticks, min(ts) AS first, max(ts) AS last,
                             count(*) FILTER (flags & ${TICK_FLAG.BACKFILLED} <> 0) AS backfilled,
                             count(*) FILTER (flags & ${TICK_FLAG.CAUGHT_UP} <> 0) AS caught_up
                      FROM ${this.#from('ticks', sourceId, number)} AS r WHERE ${ofDay} GROUP BY ALL),
            bars AS (SELECT instrument_id, count(*) AS bars FROM bars_1m
                     WHERE source_id = ${sourceId} AND day = ${number} AND open IS NOT NULL GROUP BY ALL),
            chains AS (SELECT underlying_id AS instrument_id, count(*) AS rows
                       FROM ${this.#from('chain', sourceId, number)} AS r WHERE ${ofDay} GROUP BY ALL),
            keys AS (SELECT instrument_id FROM ticks UNION SELECT instrument_id FROM bars
                     UNION SELECT instrument_id FROM chains)
       SELECT k.instrument_id, coalesce(i.symbol, '#' || k.instrument_id), coalesce(t.ticks, 0)::DOUBLE, t.first::DOUBLE,
              t.last::DOUBLE, coalesce(b.bars, 0)::DOUBLE, coalesce(c.rows, 0)::DOUBLE, coalesce(t.backfilled, 0)::DOUBLE,
              coalesce(t.caught_up, 0)::DOUBLE
       FROM keys k LEFT JOIN ticks t USING (instrument_id) LEFT JOIN bars b USING (instrument_id)
       LEFT JOIN chains c USING (instrument_id) LEFT JOIN instruments i ON i.id = k.instrument_id
       ORDER BY 2`,
    );
    return rows.map(([id, symbol, ticks, from, to, bars, chainRows, backfilled, caughtUp]) => ({
      instrumentId: Number(id),
      symbol: String(symbol),
      ticks: Number(ticks),
      from: numberOrNull(from),
      to: numberOrNull(to),
      bars: Number(bars),
      chainRows: Number(chainRows),
      backfilled: Number(backfilled),
      caughtUp: Number(caughtUp),
    }));
  }

  /** How the day's own ticks came, what was filled in not among them. */
  async steps(day: string, source: string): Promise<RecordedSteps> {
    const nothing = { feed: stepsOf(null, []), instruments: new Map(), session: null, backfilled: [] };
    const sourceId = this.#sources.find(source);
    if (sourceId === null) return nothing;
    const number = dayOf(day);
    const [span] = await this.#rows(
      `SELECT open_ts::DOUBLE, close_ts::DOUBLE FROM sessions WHERE source_id = ${sourceId} AND day = ${number}`,
    );
    const ticks = `FROM ${this.#from('ticks', sourceId, number)} AS r WHERE ${this.#ofDay(sourceId, number)}`;
    const own = `SELECT instrument_id, ts ${ticks}
      AND flags & ${TICK_FLAG.BACKFILLED} = 0 AND flags & ${TICK_FLAG.OUTSIDE_SESSION} = 0`;
    const of = (id: string) =>
      `SELECT ${id} AS id, ts, ts - lag(ts) OVER (PARTITION BY ${id} ORDER BY ts) AS step FROM (${own})`;
    const habits = (steps: string) => `SELECT id, count(*)::DOUBLE, min(ts)::DOUBLE, max(ts)::DOUBLE,
      coalesce(quantile_disc(step, 0.95), 0)::DOUBLE FROM (${steps}) GROUP BY id`;
    const silences = (steps: string, least: number) =>
      `WITH steps AS (${steps}), silences AS (SELECT id, ts - step AS before, ts FROM steps WHERE step >= ${least})
       SELECT q.id, q.before::DOUBLE, q.ts::DOUBLE, count(*)::DOUBLE
       FROM silences q JOIN steps s ON s.id = q.id AND s.ts >= q.ts AND s.ts < q.ts + ${SECOND_MS}
       GROUP BY ALL ORDER BY ALL`;
    const instruments = new Map<number, TickSteps>();
    const quiet = Map.groupBy(await this.#rows(silences(of('instrument_id'), INSTRUMENT_SILENCE_MS)), ([id]) => id);
    for (const row of await this.#rows(habits(of('instrument_id')))) {
      instruments.set(Number(row[0]), stepsOf(row, quiet.get(row[0]!) ?? []));
    }
    const [feed] = await this.#rows(habits(of('0')));
    const filled = await this.#rows(
      `SELECT instrument_id, (ts // 60000 * 60000)::DOUBLE, count(*)::DOUBLE ${ticks}
         AND flags & ${TICK_FLAG.BACKFILLED} <> 0 GROUP BY ALL ORDER BY ALL`,
    );
    return {
      feed: stepsOf(feed ?? null, await this.#rows(silences(of('0'), FEED_SILENCE_MS))),
      instruments,
      session: span === undefined ? null : { from: Number(span[0]), to: Number(span[1]) },
      backfilled: filled.map(([id, minute, count]) => ({
        instrumentId: Number(id),
        minute: Number(minute),
        ticks: Number(count),
      })),
    };
  }

  #archived(
    sourceId: number,
    day: number,
    ticks: number,
    chainHere: number,
  ): Pick<DataDay, 'archive' | 'archiveBytes'> {
    const files = this.#archive.of(sourceId).filter((file) => file.day === day);
    const archiveBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
    if (files.length === 0) return { archive: 'none', archiveBytes };
    if (files.some((file) => this.#archive.isMissing(file))) return { archive: 'missing', archiveBytes };
    const ticksHere = ticks - (files.find(({ kind }) => kind === 'ticks')?.rows ?? 0);
    return { archive: ticksHere > 0 || chainHere > 0 ? 'part' : 'whole', archiveBytes };
  }

  #from(kind: 'ticks' | 'chain', sourceId: number, day: number): string {
    return this.#archive.from(kind, dayStart(day), dayStart(day), sourceId);
  }

  #ofDay(sourceId: number, day: number): string {
    return `r.source_id = ${sourceId} AND r.ts >= ${dayStart(day)} AND r.ts < ${dayStart(day + 1)}`;
  }

  async #rows(sql: string): Promise<unknown[][]> {
    return (await this.#connection.query.runAndReadAll(sql)).getRows();
  }
}

/** @param habit id, ticks, first, last, usual @param silences id, from, to, burst */
function stepsOf(habit: readonly unknown[] | null, silences: readonly (readonly unknown[])[]): TickSteps {
  const [, ticks, first, last, usual] = (habit ?? [0, 0, 0, 0, 0]).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    ticks,
    first,
    last,
    usual,
    silences: silences.map(([, from, to, burst]): Silence => ({
      from: Number(from),
      to: Number(to),
      burst: Number(burst),
    })),
  };
}

function numberOrNull(value: unknown): number | null {
  return value === null ? null : Number(value);
}
