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
 * @param carried a query of (source_id, day, instrument_id, volume): the cumulative volume before that minute; null for none
 * @param open when the session opened, an expression over source_id and day; null looks it up for each row
 */
export function piecesSql(ticks: string, carried: string | null, length: number, open: string | null): string {
  const inside = `FILTER (flags & ${TICK_FLAG.OUTSIDE_SESSION | TICK_FLAG.CAUGHT_UP} = 0)`;
  const previous = 'lag(t.volume) OVER running';
  const before = carried === null ? previous : `coalesce(${previous}, c.volume)`;
  const known = open === null ? '' : `, ${open} AS open_ts`;
  const lookedUp = open === null ? [`coalesce(s.open_ts, t.day * ${DAY_MS} - ${IST_OFFSET_MS}) AS open_ts`] : [];
  // A join costs more to plan than a chart takes to read.
  const joins: string[] = [];
  if (carried !== null)
    joins.push(
      `LEFT JOIN (${carried}) c ON c.source_id = t.source_id AND c.day = t.day AND c.instrument_id = t.instrument_id`,
    );
  if (open === null) joins.push('LEFT JOIN sessions s ON s.source_id = t.source_id AND s.day = t.day');
  return `
    SELECT source_id, day, instrument_id, ts // ${length} * ${length} AS start,
           arg_min(ltp, place) ${inside} AS open, max(ltp) ${inside} AS high,
           min(ltp) ${inside} AS low, arg_max(ltp, place) ${inside} AS close,
           sum(CASE WHEN before IS NOT NULL THEN greatest(volume - before, 0)
                    WHEN ts - open_ts < ${MINUTE_MS} THEN volume ELSE 0 END) ${inside}::BIGINT AS volume,
           arg_max(oi, place) ${inside} AS oi,
           arg_max(volume, place) AS last_volume, max(id) ${inside} AS newest_id
    FROM (
      SELECT ${['t.*', 'row_number() OVER running AS place', `${before} AS before`, ...lookedUp].join(', ')}
      FROM (SELECT *, (ts + ${IST_OFFSET_MS}) // ${DAY_MS} AS day${known} FROM (${ticks})) t
      ${joins.join('\n      ')}
      WINDOW running AS (PARTITION BY t.source_id, t.day, t.instrument_id ORDER BY t.ts, t.seq, t.id))
    GROUP BY ALL`;
}

/** The cumulative volume that each instrument's later ticks count from. @param pieces a FROM and WHERE over bars_1m */
export function carriedSql(pieces: string): string {
  return `SELECT b.source_id, b.day, b.instrument_id, arg_max(b.last_volume, b.start) AS volume ${pieces} GROUP BY ALL`;
}

/** Columns of a bar: ts, open, high, low, close, volume, oi. */
const BAR_COLUMNS = 'bar::DOUBLE, open, high, low, close, volume::DOUBLE, oi::DOUBLE';

/** Pieces of one source that are bars as they are, oldest first. */
export function barsAsTheyLie(pieces: string): string {
  return `SELECT ${BAR_COLUMNS.replace('bar', 'start')} FROM (${pieces}) WHERE open IS NOT NULL ORDER BY start`;
}

/**
 * Bars of one instrument from its pieces, oldest first. Of several sources, moment by moment, those written last.
 *
 * @param start of the bar that a piece belongs to, an expression over piece columns
 * @param sources how many the pieces are of
 */
export function barsSql(pieces: string, start: string, sources: number): string {
  return `
    WITH bars AS (
      SELECT ${start} AS bar, source_id, max(newest_id) AS newest,
             arg_min(open, start) AS open, max(high) AS high, min(low) AS low, arg_max(close, start) AS close,
             sum(volume) AS volume, arg_max(oi, start) AS oi
      FROM (${pieces}) WHERE open IS NOT NULL
      GROUP BY ALL)
    SELECT ${BAR_COLUMNS} FROM bars
    ${sources > 1 ? 'QUALIFY row_number() OVER (PARTITION BY bar ORDER BY newest DESC) = 1' : ''}
    ORDER BY bar`;
}
