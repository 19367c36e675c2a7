import type { Interval } from '../../../../contract/enums.ts';
import type { Bar } from '../../../../contract/market.ts';
import { DAY_MS, IST_OFFSET_MS } from '../../core/ist.ts';
import { barStart, intervalMs } from '../../domain/intervals.ts';
import type { BarMarks } from './bar-marks.ts';
import { BAR_TICK_COLUMNS, barsSql, carriedSql, columnsOf, MINUTE_MS, PIECE_COLUMNS, piecesSql } from './bar-sql.ts';
import { dayNumber, dayStart } from './day-number.ts';
import type { DuckDbConnection } from './open-duckdb.ts';
import type { SourceIds } from './source-ids.ts';
import type { TickArchive } from './tick-archive.ts';

/** Bars asked for beyond this are read in further portions. */
const MOST_AT_ONCE = 20_000;

/** How long a day trades, for a first guess at how many days are enough: a longer one reads too much, never too little. */
const USUAL_SESSION_MS = 6.25 * 60 * MINUTE_MS;

/** One day of one source that an instrument was recorded on. */
interface SourceDay {
  sourceId: number;
  day: number;
}

/** Reads charts: closed minutes from their bars; the minutes under way, and parts of minutes, from ticks. */
export class BarReader {
  readonly #connection: DuckDbConnection;
  readonly #sources: SourceIds;
  readonly #marks: BarMarks;
  readonly #archive: TickArchive;

  constructor(connection: DuckDbConnection, sources: SourceIds, marks: BarMarks, archive: TickArchive) {
    this.#archive = archive;
    this.#connection = connection;
    this.#sources = sources;
    this.#marks = marks;
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
    const sourceId = source === null ? null : this.#sources.find(source);
    if ((sourceId === null && source !== null) || limit <= 0) return [];
    const days = await this.#daysOf(instrumentId, interval, before, sourceId);
    let bars: Bar[] = [];
    const barsADay = Math.max(1, USUAL_SESSION_MS / intervalMs(interval));
    const least = Math.max(1, Math.ceil(Math.min(limit, MOST_AT_ONCE) / barsADay));
    for (let next = 0, count = least; next < days.length && bars.length < limit; next += count, count *= 2) {
      const portion = days.slice(next, next + count).flat();
      const until = Math.min(Math.ceil(before), dayStart(portion[0]!.day + 1));
      bars = [...(await this.#read(instrumentId, interval, portion, until)), ...bars];
    }
    return bars.slice(-limit);
  }

  /** Those of one bar together, days at least, newest first. */
  async #daysOf(
    instrumentId: number,
    interval: Interval,
    before: number,
    sourceId: number | null,
  ): Promise<SourceDay[][]> {
    const reader = await this.#connection.query.runAndReadAll(
      `SELECT DISTINCT source_id, day FROM day_instruments
       WHERE instrument_id = $instrumentId AND day <= $last ${sourceId === null ? '' : `AND source_id = ${sourceId}`}
       ORDER BY day DESC`,
      { instrumentId, last: Math.min(dayNumber(before), 2 ** 31 - 1) },
    );
    const days = reader.getRows().map(([source, day]) => ({ sourceId: Number(source), day: Number(day) }));
    const unit = intervalMs(interval) > DAY_MS ? interval : '1d';
    return [...Map.groupBy(days, ({ day }) => barStart(dayStart(day), unit, 0)).values()];
  }

  async #read(instrumentId: number, interval: Interval, days: readonly SourceDay[], until: number): Promise<Bar[]> {
    const length = Math.min(intervalMs(interval), MINUTE_MS);
    // The minute that `until` falls in is not to be known as a whole.
    const whole = length < MINUTE_MS ? -Infinity : Math.floor(until / MINUTE_MS) * MINUTE_MS;
    const cuts = days.map(({ sourceId, day }) => ({
      sourceId,
      day,
      cut: Math.max(dayStart(day), Math.min(whole, this.#marks.cut(sourceId, day, instrumentId))),
    }));
    const stored = length === intervalMs(interval) ? writtenWhole(instrumentId, cuts, until) : null;
    if (stored !== null) return this.#bars(stored);
    const pieces = [
      ...barsBefore(
        instrumentId,
        cuts.filter(({ day, cut }) => cut > dayStart(day)),
      ),
      ...ticksFrom(
        this.#archive,
        instrumentId,
        length,
        cuts.filter(({ day, cut }) => cut < Math.min(until, dayStart(day + 1))),
        until,
      ),
    ];
    if (pieces.length === 0) return [];
    const sources = new Set(days.map(({ sourceId }) => sourceId)).size;
    return this.#bars(barsSql(pieces.join(' UNION ALL '), startSql(interval), sources));
  }

  async #bars(query: string): Promise<Bar[]> {
    const reader = await this.#connection.query.runAndReadAll(query);
    // By columns: a chart's rows as arrays of values would take longer to make than the query.
    const [ts, open, high, low, close, volume, oi] = reader.getColumns() as number[][];
    return (ts ?? []).map((start, row) => ({
      ts: start,
      open: open![row]!,
      high: high![row]!,
      low: low![row]!,
      close: close![row]!,
      volume: volume![row]!,
      oi: oi![row]!,
    }));
  }
}

type Cut = SourceDay & { cut: number };

/** The minutes as they were written, where nothing is left to put together: one source, and no tick after a day's cut. */
function writtenWhole(instrumentId: number, cuts: readonly Cut[], until: number): string | null {
  const [{ sourceId }] = cuts as [Cut];
  const isWhole = cuts.every(
    ({ sourceId: other, day, cut }) => other === sourceId && cut >= Math.min(until, dayStart(day + 1)),
  );
  if (!isWhole) return null;
  const days = cuts.map(({ day }) => day);
  return `SELECT start::DOUBLE, open, high, low, close, volume::DOUBLE, oi::DOUBLE FROM bars_1m
    WHERE source_id = ${sourceId} AND instrument_id = ${instrumentId} AND open IS NOT NULL
      AND start >= ${dayStart(Math.min(...days))} AND start < ${Math.min(until, dayStart(Math.max(...days) + 1))}
      AND day IN (${days.join(', ')})
    ORDER BY start`;
}

/** Written bars up to each day's cut. */
function barsBefore(instrumentId: number, cuts: readonly Cut[]): string[] {
  if (cuts.length === 0) return [];
  const from = dayStart(Math.min(...cuts.map(({ day }) => day)));
  const to = Math.max(...cuts.map(({ cut }) => cut));
  return [
    `SELECT ${columnsOf('b', PIECE_COLUMNS)} FROM bars_1m b JOIN (${tableOf(cuts)}) d
       ON d.source_id = b.source_id AND d.day = b.day
     WHERE b.instrument_id = ${instrumentId} AND b.start >= ${from} AND b.start < ${to} AND b.start < d.cut`,
  ];
}

/** Pieces from the ticks from each day's cut on. */
function ticksFrom(
  archive: TickArchive,
  instrumentId: number,
  length: number,
  cuts: readonly Cut[],
  until: number,
): string[] {
  if (cuts.length === 0) return [];
  const from = Math.min(...cuts.map(({ cut }) => cut));
  const rows = archive.from('ticks', from, until - 1, null);
  const ticks = `SELECT ${columnsOf('t', BAR_TICK_COLUMNS)} FROM ${rows} t JOIN (${tableOf(cuts)}) d
      ON d.source_id = t.source_id AND d.day = (t.ts + ${IST_OFFSET_MS}) // ${DAY_MS}
    WHERE t.instrument_id = ${instrumentId} AND t.ts >= ${from} AND t.ts < ${until} AND t.ts >= d.cut`;
  const carried = carriedSql(
    `FROM bars_1m b JOIN (${tableOf(cuts)}) d ON d.source_id = b.source_id AND d.day = b.day
     WHERE b.instrument_id = ${instrumentId} AND b.start >= ${dayStart(Math.min(...cuts.map(({ day }) => day)))}
       AND b.start < d.cut`,
  );
  return [`SELECT ${PIECE_COLUMNS} FROM (${piecesSql(ticks, carried, length)})`];
}

function tableOf(cuts: readonly Cut[]): string {
  const rows = cuts.map(({ sourceId, day, cut }) => `(${sourceId}, ${day}, ${cut}::BIGINT)`);
  return `FROM (VALUES ${rows.join(', ')}) cuts(source_id, day, cut)`;
}

/** Start of the bar that a piece belongs to. */
function startSql(interval: Interval): string {
  const length = intervalMs(interval);
  const midnight = `day::BIGINT * ${DAY_MS} - ${IST_OFFSET_MS}`;
  if (interval === '1d') return midnight;
  // 1970-01-01 was a Thursday.
  if (interval === '1w') return `${midnight} - (day + 3) % 7 * ${DAY_MS}`;
  if (interval === '1M') return `epoch_ms(date_trunc('month', DATE '1970-01-01' + day::INTEGER)) - ${IST_OFFSET_MS}`;
  return `open_ts + (start - open_ts) // ${length} * ${length}`;
}
