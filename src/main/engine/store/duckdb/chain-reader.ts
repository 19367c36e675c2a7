import type { DuckDBConnection } from '@duckdb/node-api';
import type { StraddlePoint } from '../../../../contract/chain.ts';
import { straddleAt } from '../../domain/straddle.ts';
import type { RecordedChain, RecordedSide, StraddleSpan } from '../tick-store.ts';
import { CHAIN_LOOK_BACK_MS } from '../tick-store.ts';
import { dayOf } from './day-number.ts';
import type { SourceIds } from './source-ids.ts';
import type { TickArchive } from './tick-archive.ts';

type RecordedStrike = RecordedChain['strikes'][number];
type Row = readonly unknown[];

const SIDE = (side: 'call' | 'put') =>
  ['ltp', 'bid', 'ask', 'volume', 'oi', 'chgoi'].map((figure) => `${side}_${figure}::DOUBLE`).join(', ');
const COLUMNS = `strike, ts::DOUBLE, spot::DOUBLE, ${SIDE('call')}, ${SIDE('put')}`;
const CALL = 3;
const PUT = 9;
/** Milliseconds between two snapshots at least. */
const SNAPSHOT_MS = 1000;

/** Reads recorded option chains. */
export class ChainReader {
  readonly #query: DuckDBConnection;
  readonly #sources: SourceIds;
  readonly #archive: TickArchive;

  constructor(query: DuckDBConnection, sources: SourceIds, archive: TickArchive) {
    this.#archive = archive;
    this.#query = query;
    this.#sources = sources;
  }

  async at(source: string, underlyingId: number, expiry: string, ts: number): Promise<RecordedChain | null> {
    const rows = await this.#rows(source, underlyingId, expiry, ts - CHAIN_LOOK_BACK_MS, ts, 'strike', 'strike');
    if (rows.length === 0) return null;
    const newest = rows.reduce((best, row) => (Number(row[1]) > Number(best[1]) ? row : best));
    return { ts: Number(newest[1]), spot: figure(newest[2]) || 0, strikes: rows.map(strikeOf) };
  }

  async importedAt(underlyingId: number, expiry: string, ts: number): Promise<RecordedChain | null> {
    const reader = await this.#query.runAndReadAll(
      `SELECT name FROM sources WHERE starts_with(name, 'import:') ORDER BY id DESC`,
    );
    for (const [source] of reader.getRows()) {
      const chain = await this.at(String(source), underlyingId, expiry, ts);
      if (chain !== null) return chain;
    }
    return null;
  }

  /** Portions of the span, each as its strikes stood at the end; a portion in which nothing was recorded has none. */
  async straddles(source: string, span: StraddleSpan): Promise<StraddlePoint[]> {
    const { underlyingId, expiry, from, to, most, expiresAt, rate } = span;
    const step = Math.max(SNAPSHOT_MS, Math.ceil((to - from + 1) / most));
    const portion = `greatest(-1, (ts - ${Math.ceil(from)}) // ${step})`;
    const first = from - CHAIN_LOOK_BACK_MS;
    const rows = await this.#rows(source, underlyingId, expiry, first, to, `strike, ${portion}`, 'ts');
    const known = new Map<number, { row: RecordedStrike; ts: number }>();
    const points: StraddlePoint[] = [];
    const portionOf = (row: Row | undefined) =>
      row === undefined ? -1 : Math.max(-1, Math.floor((Number(row[1]) - from) / step));
    for (const [place, row] of rows.entries()) {
      const ts = Number(row[1]);
      const strike = strikeOf(row);
      known.set(strike.strike, { row: strike, ts });
      if (ts < from || portionOf(rows[place + 1]) === portionOf(row)) continue;
      const strikes = [...known.values()].filter((each) => each.ts >= ts - CHAIN_LOOK_BACK_MS).map((each) => each.row);
      const point = straddleAt(strikes, ts, expiresAt, rate);
      if (point !== null) points.push(point);
    }
    return points;
  }

  /** The last row of each part of the recording; bounds are epoch ms, included. */
  async #rows(
    source: string,
    underlyingId: number,
    expiry: string,
    from: number,
    to: number,
    parts: string,
    order: string,
  ): Promise<Row[]> {
    const sourceId = this.#sources.find(source);
    if (sourceId === null) return [];
    const reader = await this.#query.runAndReadAll(
      `SELECT ${COLUMNS} FROM ${this.#archive.from('chain', from, to, sourceId)} AS chain_rows
       WHERE source_id = $sourceId AND underlying_id = $underlyingId AND expiry = DATE '1970-01-01' + $day::INTEGER
         AND chain_rows.ts >= $from AND chain_rows.ts <= $to
       QUALIFY row_number() OVER (PARTITION BY ${parts} ORDER BY chain_rows.ts DESC, id DESC) = 1
       ORDER BY chain_rows.${order}`,
      { sourceId, underlyingId, day: dayOf(expiry), from: Math.ceil(from), to: Math.floor(to) },
    );
    return reader.getRows();
  }
}

function strikeOf(row: Row): RecordedStrike {
  return { strike: Number(row[0]), call: sideOf(row, CALL), put: sideOf(row, PUT) };
}

/** Null when nothing of the side was recorded: it was not quoted. */
function sideOf(row: Row, first: number): RecordedSide | null {
  const [ltp, bid, ask, volume, oi, chgOi] = row.slice(first, first + 6).map(figure) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if ([ltp, bid, ask, volume, oi].every(Number.isNaN)) return null;
  return { ltp: ltp || 0, bid: bid || 0, ask: ask || 0, volume, oi, prevOi: oi - chgOi };
}

function figure(value: unknown): number {
  return value === null ? Number.NaN : Number(value);
}
