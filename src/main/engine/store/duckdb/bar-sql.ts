import { DAY_MS, IST_OFFSET_MS } from '../../core/ist.ts';
import { TICK_FLAG } from '../tick-store.ts';

export const MINUTE_MS = 60_000;

/** The columns of tick_rows that bars are made of. */
export const BAR_TICK_COLUMNS = 'source_id, instrument_id, ts, seq, id, ltp, volume, oi, flags';
/** The columns of bars_1m and of `piecesSql`, in order. */
export const PIECE_COLUMNS =
  'source_id, day, instrument_id, start, open, high, low, close, volume, oi, last_volume, newest_id';

/** A list of columns, each of one table. */
export function columnsOf(table: string, columns: string): string {
  return columns.replaceAll(/\w+/g, `${table}.$&`);
}

/**
 * What bars are: ticks put together in pieces of `length` ms (a minute or a part of one), counted from the session's open,
 * which is at a full minute. Prices and oi are of the ticks inside the session in order of (ts, seq, id), without those of a feed
 * that caught up.
 *
 * Volume is the sum of the increases of the cumulative volume over all ticks in that order, counted at those inside the
 * session. So the first one of a session counts what was traded since the last tick before the open; with none before it,
 * its whole volume if it came within the first minute of the session, else nothing, since recording then began late.
 *
 * @param ticks a query of BAR_TICK_COLUMNS, of each source, day and instrument all from some full minute on
 * @param carried a query of (source_id, day, instrument_id, volume): the cumulative volume before that minute
 */
export function piecesSql(ticks: string, carried: string, length: number): string {
  const inside = `FILTER (flags & ${TICK_FLAG.OUTSIDE_SESSION | TICK_FLAG.CAUGHT_UP} = 0)`;
  return `
    SELECT source_id, day, instrument_id, ts // ${length} * ${length} AS start,
           arg_min(ltp, place) ${inside} AS open, max(ltp) ${inside} AS high,
           min(ltp) ${inside} AS low, arg_max(ltp, place) ${inside} AS close,
           sum(CASE WHEN before IS NOT NULL THEN greatest(volume - before, 0)
                    WHEN ts - open_ts < ${MINUTE_MS} THEN volume ELSE 0 END) ${inside}::BIGINT AS volume,
           arg_max(oi, place) ${inside} AS oi,
           arg_max(volume, place) AS last_volume, max(id) ${inside} AS newest_id
    FROM (
      SELECT t.*, row_number() OVER running AS place, coalesce(lag(t.volume) OVER running, c.volume) AS before,
             coalesce(s.open_ts, t.day * ${DAY_MS} - ${IST_OFFSET_MS}) AS open_ts
      FROM (SELECT *, (ts + ${IST_OFFSET_MS}) // ${DAY_MS} AS day FROM (${ticks})) t
      LEFT JOIN (${carried}) c ON c.source_id = t.source_id AND c.day = t.day AND c.instrument_id = t.instrument_id
      LEFT JOIN sessions s ON s.source_id = t.source_id AND s.day = t.day
      WINDOW running AS (PARTITION BY t.source_id, t.day, t.instrument_id ORDER BY t.ts, t.seq, t.id))
    GROUP BY ALL`;
}

/** The cumulative volume that each instrument's later ticks count from. @param pieces a FROM and WHERE over bars_1m */
export function carriedSql(pieces: string): string {
  return `SELECT b.source_id, b.day, b.instrument_id, arg_max(b.last_volume, b.start) AS volume ${pieces} GROUP BY ALL`;
}

/**
 * Bars of one instrument from its pieces, oldest first: ts, open, high, low, close, volume, oi. Of several sources, moment
 * by moment, those written last.
 *
 * @param start of the bar that a piece belongs to, an expression over piece columns and open_ts
 * @param sources how many the pieces are of
 */
export function barsSql(pieces: string, start: string, sources: number): string {
  return `
    WITH bars AS (
      SELECT ${start} AS bar, source_id, max(newest_id) AS newest,
             arg_min(open, start) AS open, max(high) AS high, min(low) AS low, arg_max(close, start) AS close,
             sum(volume) AS volume, arg_max(oi, start) AS oi
      FROM (SELECT p.*, coalesce(s.open_ts, p.day::BIGINT * ${DAY_MS} - ${IST_OFFSET_MS}) AS open_ts
            FROM (${pieces}) p LEFT JOIN sessions s ON s.source_id = p.source_id AND s.day = p.day
            WHERE p.open IS NOT NULL)
      GROUP BY ALL)
    SELECT bar::DOUBLE, open, high, low, close, volume::DOUBLE, oi::DOUBLE FROM bars
    ${sources > 1 ? 'QUALIFY row_number() OVER (PARTITION BY bar ORDER BY newest DESC) = 1' : ''}
    ORDER BY bar`;
}
