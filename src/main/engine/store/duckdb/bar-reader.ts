import type { Interval } from '../../../../contract/enums.ts';
import type { Bar } from '../../../../contract/market.ts';
import { DAY_MS, IST_OFFSET_MS } from '../../core/ist.ts';
import { barStart, intervalMs } from '../../domain/intervals.ts';
import type { BarMarks } from './bar-marks.ts';
import {
  BAR_TICK_COLUMNS,
  barsAsTheyLie,
  barsSql,
  carriedSql,
  MINUTE_MS,
  PIECE_COLUMNS,
  piecesSql,
} from './bar-sql.ts';
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
  /** When its session opened, after midnight; ms. */
  open: number;
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
      `SELECT DISTINCT source_id, day, s.open_ts::DOUBLE FROM day_instruments LEFT JOIN sessions s USING (source_id, day)
       WHERE instrument_id = $instrumentId AND day <= $last ${sourceId === null ? '' : `AND source_id = ${sourceId}`}
       ORDER BY day DESC`,
      { instrumentId, last: Math.min(dayNumber(before), 2 ** 31 - 1) },
    );
    const days = reader.getRows().map(([source, day, open]) => ({
      sourceId: Number(source),
      day: Number(day),
      open: open === null ? 0 : Number(open) - dayStart(Number(day)),
    }));
    const unit = intervalMs(interval) > DAY_MS ? interval : '1d';
    return [...Map.groupBy(days, ({ day }) => barStart(dayStart(day), unit, 0)).values()];
  }

  async #read(instrumentId: number, interval: Interval, days: readonly SourceDay[], until: number): Promise<Bar[]> {
    const length = Math.min(intervalMs(interval), MINUTE_MS);
    // The minute that `until` falls in is not to be known as a whole.
    const whole = length < MINUTE_MS ? -Infinity : Math.floor(until / MINUTE_MS) * MINUTE_MS;
    const cuts = days.map((one) => ({
      ...one,
      cut: Math.max(dayStart(one.day), Math.min(whole, this.#marks.cut(one.sourceId, one.day, instrumentId))),
    }));
    const pieces = [
      ...barsBefore(
        instrumentId,
        cuts.filter(({ day, cut }) => cut > dayStart(day)),
        until,
      ),
      ...ticksFrom(
        this.#archive,
        instrumentId,
        length,
        cuts.filter(({ day, cut }) => cut < Math.min(until, dayStart(day + 1))),
        until,
      ),
    ].join(' UNION ALL ');
    if (pieces === '') return [];
    const sources = new Set(days.map(({ sourceId }) => sourceId)).size;
    if (sources === 1 && length === intervalMs(interval)) return this.#bars(barsAsTheyLie(pieces));
    return this.#bars(barsSql(pieces, startSql(interval, days), sources));
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

/** Written bars up to each day's cut. */
function barsBefore(instrumentId: number, cuts: readonly Cut[], until: number): string[] {
  if (cuts.length === 0) return [];
  const spans = cuts.map(({ sourceId, day, cut }) => ({
    sourceId,
    from: dayStart(day),
    to: Math.min(cut, until, dayStart(day + 1)),
  }));
  return [`SELECT ${PIECE_COLUMNS} FROM bars_1m WHERE instrument_id = ${instrumentId} AND ${within('start', spans)}`];
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
  const spans = cuts.map(({ sourceId, day, cut }) => ({ sourceId, from: cut, to: Math.min(until, dayStart(day + 1)) }));
  const rows = archive.from('ticks', Math.min(...cuts.map(({ cut }) => cut)), until - 1, null);
  const ticks = `SELECT ${BAR_TICK_COLUMNS} FROM ${rows} WHERE instrument_id = ${instrumentId} AND ${within('ts', spans)}`;
  const begun = cuts.filter(({ day, cut }) => cut > dayStart(day));
  const before = begun.map(({ sourceId, day, cut }) => ({ sourceId, from: dayStart(day), to: cut }));
  const carried =
    begun.length === 0
      ? null
      : carriedSql(`FROM bars_1m b WHERE instrument_id = ${instrumentId} AND ${within('start', before)}`);
  return [`SELECT ${PIECE_COLUMNS} FROM (${piecesSql(ticks, carried, length, openSql(cuts))})`];
}

/** A time from `from` to before `to`; epoch ms. */
interface Span {
  sourceId: number;
  from: number;
  to: number;
}

/** A condition that holds for the rows of the spans. */
function within(column: string, spans: readonly Span[]): string {
  const sources = [...Map.groupBy(spans, ({ sourceId }) => sourceId)].map(([sourceId, own]) => {
    const times = joined(own).map(({ from, to }) => `${column} >= ${from} AND ${column} < ${to}`);
    return `source_id = ${sourceId} AND (${times.join(' OR ')})`;
  });
  const [from, to] = [Math.min(...spans.map((span) => span.from)), Math.max(...spans.map((span) => span.to))];
  return `${column} >= ${from} AND ${column} < ${to} AND (${sources.join(' OR ')})`;
}

/** Spans of one source in order of time, those that touch as one. */
function joined(spans: readonly Span[]): Span[] {
  const whole: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = whole.at(-1);
    if (last?.to === span.from) whole[whole.length - 1] = { ...last, to: span.to };
    else whole.push(span);
  }
  return whole;
}

/** When a row's session opened, over source_id and day. */
function openSql(days: readonly SourceDay[]): string {
  const usual = days[0]!.open;
  const others = days
    .filter(({ open }) => open !== usual)
    .map(({ sourceId, day, open }) => `WHEN source_id = ${sourceId} AND day = ${day} THEN ${open}`);
  const open = others.length === 0 ? usual : `CASE ${others.join(' ')} ELSE ${usual} END`;
  return `day::BIGINT * ${DAY_MS} - ${IST_OFFSET_MS} + ${open}`;
}

/** Start of the bar that a piece belongs to. */
function startSql(interval: Interval, days: readonly SourceDay[]): string {
  const length = intervalMs(interval);
  const midnight = `day::BIGINT * ${DAY_MS} - ${IST_OFFSET_MS}`;
  if (interval === '1d') return midnight;
  // 1970-01-01 was a Thursday.
  if (interval === '1w') return `${midnight} - (day + 3) % 7 * ${DAY_MS}`;
  if (interval === '1M') return `epoch_ms(date_trunc('month', DATE '1970-01-01' + day::INTEGER)) - ${IST_OFFSET_MS}`;
  const open = openSql(days);
  return `${open} + (start - (${open})) // ${length} * ${length}`;
}
