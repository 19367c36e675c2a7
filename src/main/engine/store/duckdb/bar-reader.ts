import type { Interval } from '../../../../contract/enums.ts';
import type { Bar } from '../../../../contract/market.ts';
import { DAY_MS, IST_OFFSET_MS } from '../../core/ist.ts';
import { intervalMs } from '../../domain/intervals.ts';
import { TICK_FLAG } from '../tick-store.ts';
import { dayNumber, dayStart } from './day-number.ts';
import type { DuckDbConnection } from './open-duckdb.ts';
import type { SourceIds } from './source-ids.ts';

/**
 * Session bars from ticks, one instrument, a range of whole days.
 *
 * Volume is the sum of the increases of the cumulative volume in order of (ts, seq). The first tick of a session counts
 * what was traded since the last tick before the open; with none before it, its whole volume if it came within the
 * first minute of the session, else nothing, since recording then began late.
 */
const BARS_SQL = `
  WITH ordered AS (
    SELECT t.*, (t.ts + ${IST_OFFSET_MS}) // ${DAY_MS} AS day, row_number() OVER running AS place,
           lag(t.volume) OVER running AS before
    FROM tick_rows t
    WHERE t.instrument_id = $instrumentId AND t.ts >= $from AND t.ts < $to
      AND ($sourceId = 0 OR t.source_id = $sourceId)
    WINDOW running AS (
      PARTITION BY t.source_id, (t.ts + ${IST_OFFSET_MS}) // ${DAY_MS} ORDER BY t.ts, t.seq, t.id)
  ), started AS (
    SELECT o.*, o.day * ${DAY_MS} - ${IST_OFFSET_MS} AS midnight,
           coalesce(s.open_ts, o.day * ${DAY_MS} - ${IST_OFFSET_MS}) AS open_ts
    FROM ordered o LEFT JOIN sessions s ON s.source_id = o.source_id AND s.day = o.day
    WHERE o.flags & ${TICK_FLAG.OUTSIDE_SESSION} = 0
  ), placed AS (
    SELECT *, CASE WHEN $length = ${DAY_MS} THEN midnight
                   ELSE open_ts + (ts - open_ts) // $length * $length END AS start
    FROM started
  ), bars AS (
    SELECT start, source_id, max(id) AS newest,
           arg_min(ltp, place) AS open, max(ltp) AS high, min(ltp) AS low, arg_max(ltp, place) AS close,
           sum(CASE WHEN before IS NOT NULL THEN greatest(volume - before, 0)
                    WHEN ts - open_ts < 60000 THEN volume ELSE 0 END) AS volume,
           arg_max(oi, place) AS oi
    FROM placed GROUP BY start, source_id
  )
  SELECT start::DOUBLE, open, high, low, close, volume::DOUBLE, oi::DOUBLE FROM bars
  QUALIFY row_number() OVER (PARTITION BY start ORDER BY newest DESC) = 1
  ORDER BY start`;

/** Reads charts. */
export class BarReader {
  readonly #connection: DuckDbConnection;
  readonly #sources: SourceIds;

  constructor(connection: DuckDbConnection, sources: SourceIds) {
    this.#connection = connection;
    this.#sources = sources;
  }

  /**
   * The newest `limit` bars, oldest first, from ticks with `ts` < `before`: the bar under way at `before` holds only
   * what had happened by then, so that a replay shows no future. Days are read back to front until there are enough.
   */
  async bars(
    instrumentId: number,
    interval: Interval,
    before: number,
    limit: number,
    source: string | null,
  ): Promise<Bar[]> {
    const sourceId = source === null ? 0 : this.#sources.find(source);
    if (sourceId === null || limit <= 0) return [];
    const days = await this.#daysOf(instrumentId, before, sourceId);
    let bars: Bar[] = [];
    for (let next = 0, count = 1; next < days.length && bars.length < limit; next += count, count *= 2) {
      const portion = days.slice(next, next + count);
      const from = dayStart(portion.at(-1)!);
      const to = Math.min(before, dayStart(portion[0]! + 1));
      bars = [...(await this.#read(instrumentId, interval, from, to, sourceId)), ...bars];
    }
    return bars.slice(-limit);
  }

  async #daysOf(instrumentId: number, before: number, sourceId: number): Promise<number[]> {
    const reader = await this.#connection.query.runAndReadAll(
      `SELECT DISTINCT day FROM day_instruments
       WHERE instrument_id = $instrumentId AND day <= $last AND ($sourceId = 0 OR source_id = $sourceId)
       ORDER BY day DESC`,
      { instrumentId, sourceId, last: Math.min(dayNumber(before), 2 ** 31 - 1) },
    );
    return reader.getRows().map(([day]) => Number(day));
  }

  async #read(instrumentId: number, interval: Interval, from: number, to: number, sourceId: number): Promise<Bar[]> {
    const reader = await this.#connection.query.runAndReadAll(BARS_SQL, {
      instrumentId,
      sourceId,
      from: BigInt(from),
      to: BigInt(Math.ceil(to)),
      length: BigInt(intervalMs(interval)),
    });
    return reader.getRows().map(([ts, open, high, low, close, volume, oi]) => ({
      ts: Number(ts),
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
      volume: Number(volume),
      oi: Number(oi),
    }));
  }
}
