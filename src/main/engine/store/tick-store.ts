import type { DataDay, DataExport, DataSymbol } from '../../../contract/data.ts';
import type { Bar } from '../../../contract/market.ts';
import type { Interval } from '../../../contract/enums.ts';
import type { ImportMapping, ImportReport, RecordedDay } from '../../../contract/desk.ts';
import type { SqlResult, SqlTable } from '../../../contract/sql.ts';
import type { BookTable } from './desk-store.ts';
import type { StraddlePoint } from '../../../contract/chain.ts';
import type { DaySteps } from '../domain/feed-gaps.ts';
import type { ChainQuote } from '../domain/chain-quote.ts';
import type { OptionChainRow } from '../domain/option-chain.ts';
import type { Instrument } from '../../../contract/market.ts';

/**
 * Decoded ticks as columns, `length` rows used of each. Prices in paise, ts epoch ms, volume cumulative units.
 * The buffers are transferred to the store's worker: the sender may not touch them again.
 */
export interface TickColumns {
  length: number;
  instrumentId: Int32Array;
  /** Epoch ms. */
  ts: Float64Array;
  /** Arrival order within the source; breaks ties of ts. */
  seq: Float64Array;
  ltp: Int32Array;
  bid: Int32Array;
  ask: Int32Array;
  bidQty: Int32Array;
  askQty: Int32Array;
  volume: Float64Array;
  oi: Float64Array;
  /** TICK_FLAG bits. */
  flags: Uint8Array;
}

/**
 * Marks kept with a tick. A tick outside the session bears OUTSIDE_SESSION alone of the first four. A tick inside is
 * compared with the session ticks of its symbol and IST day that arrived before it; arrival is the file's sequence
 * (its row order when it has none), or the order in which a feed delivered.
 */
export const TICK_FLAG = {
  /** Older than one of those: placed by (ts, seq). */
  OUT_OF_ORDER: 1,
  /** Not within open ≤ ts < close of its day: kept, not drawn in session candles. */
  OUTSIDE_SESSION: 2,
  /** Same ltp and volume as the last of those: no volume. */
  REPEAT: 4,
  /** Less cumulative volume than the last of those: its delta counts 0. */
  VOLUME_DECREASE: 8,
  /** Bid and ask were estimated. */
  ESTIMATED_BOOK: 16,
  /** Not recorded: taken from elsewhere to fill a gap. */
  BACKFILLED: 32,
  /**
   * One of many that came within moments after a silence, stamped as they were received, not as they were traded: kept, not
   * drawn. The last of them has no such mark, since that is the price now.
   */
  CAUGHT_UP: 64,
} as const;

/** One strike of one underlying and expiry at one moment. NaN = unknown; prices paise, oi units, iv a fraction. */
export interface ChainRow extends Omit<OptionChainRow, 'callIvReason' | 'putIvReason'> {
  underlyingId: number;
  /** `YYYY-MM-DD` */
  expiry: string;
  /** Epoch ms. */
  ts: number;
  callBid: number;
  callAsk: number;
  /** Units traded today. */
  callVolume: number;
  putBid: number;
  putAsk: number;
  putVolume: number;
  /** Of what the options stand on. */
  spot: number;
}

/** One side of a strike as it was recorded. */
export interface RecordedSide extends ChainQuote {
  /** Units traded that day, NaN when unknown. */
  volume: number;
}

/** The chain of one underlying and expiry as it was recorded last at or before a moment. */
export interface RecordedChain {
  /** Of its newest row, epoch ms. */
  ts: number;
  /** Paise, 0 when unknown. */
  spot: number;
  /** Ascending. */
  strikes: { strike: number; call: RecordedSide | null; put: RecordedSide | null }[];
}

/** Which straddle, and when. */
export interface StraddleSpan {
  underlyingId: number;
  /** `YYYY-MM-DD` */
  expiry: string;
  /** End of its trading, epoch ms. */
  expiresAt: number;
  /** Per year, a fraction. */
  rate: number;
  from: number;
  to: number;
  most: number;
}

/** How far back a recorded strike may lie and still stand for a moment: the recorder repeats all of them more often. */
export const CHAIN_LOOK_BACK_MS = 300_000;

/** A quote as it was recorded; prices in paise, 0 where there was none. */
export interface RecordedQuote {
  /** Epoch ms. */
  ts: number;
  ltp: number;
  bid: number;
  ask: number;
}

/** How far back a recorded quote may lie and still stand for a moment. */
export const QUOTE_LOOK_BACK_MS = 60_000;

/** A table of the books as it stood when it was read. */
export interface BookRows extends BookTable {
  rows: (number | string | null)[][];
}

/** A tick from elsewhere for a gap. */
export interface BackfillTick {
  instrumentId: number;
  /** Epoch ms. */
  ts: number;
  /** Paise. */
  ltp: number;
  /** Units traded since the one before it. */
  traded: number;
  oi: number;
}

/** How ticks came on one day, and the session it was marked with (imports). */
export interface RecordedSteps extends DaySteps {
  session: { from: number; to: number } | null;
  /** Ticks that were taken from elsewhere: by instrument and minute (epoch ms). */
  backfilled: { instrumentId: number; minute: number; ticks: number }[];
}

/** Sizes in bytes. */
export interface StoreSizes {
  database: number;
  archive: number;
  /** On its disk; below `keptFree` no ticks are stored. */
  free: number;
  keptFree: number;
}

export interface ImportProgress {
  /** 0–1 */
  progress: number;
  message: string;
}

/** The contracts of one underlying and expiry that a file quotes; strikes in paise. */
export interface FileChain {
  underlying: string;
  /** `YYYY-MM-DD`, of its first row. */
  day: string;
  /** `YYYY-MM-DD` */
  expiry: string;
  calls: number[];
  puts: number[];
  /** Units in a contract as the user says; null: by the rules of that day. */
  lot: number | null;
}

/** The desk's tick database: one owner, in a worker. Every promise rejects with AppError. */
export interface TickStore {
  /** Appends and commits a batch; resolves when it is durable. */
  append(source: string, columns: TickColumns): Promise<void>;
  appendChain(source: string, rows: readonly ChainRow[]): Promise<void>;
  /** Each strike's last row at or before `ts`, none older than CHAIN_LOOK_BACK_MS; null when there is none. */
  chainAt(source: string, underlyingId: number, expiry: string, ts: number): Promise<RecordedChain | null>;
  /** The same of the newest import that holds the chain then, whatever its source. */
  importedChainAt(underlyingId: number, expiry: string, ts: number): Promise<RecordedChain | null>;
  /** The straddle at the money from `from` to `to`, both epoch ms and included, oldest first, at most `most` moments. */
  straddles(source: string, span: StraddleSpan): Promise<StraddlePoint[]>;
  /** Makes symbols known to the views `ticks` and `option_chain`. */
  saveInstruments(instruments: readonly Instrument[]): Promise<void>;
  /** Days recorded or imported, newest first. */
  days(): Promise<RecordedDay[]>;
  /** Distinct instruments of a day. */
  instrumentsOf(day: string, source: string): Promise<number[]>;
  /** Ticks of a day ordered by (ts, seq) with `from` ≤ ts < `to`, at most `limit`, starting after `skip` rows. */
  ticks(day: string, source: string, from: number, to: number, skip: number, limit: number): Promise<TickColumns>;
  /** The last quote of each at or before its moment, none older than QUOTE_LOOK_BACK_MS; null where there is none. */
  quotesAt(source: string, asked: readonly { instrumentId: number; ts: number }[]): Promise<(RecordedQuote | null)[]>;
  /**
   * Session bars of one instrument from ticks with `ts` < before, oldest first, at most `limit` newest: the bar under way
   * at `before` holds only what had happened by then. Volume is the sum of the cumulative volume's increases. Bars count
   * from the session's open where one is stored (imports), else from 00:00 IST; day bars start at 00:00 IST. `source`
   * null: any, the newest per moment.
   */
  bars(instrumentId: number, interval: Interval, before: number, limit: number, source: string | null): Promise<Bar[]>;
  /** The tables of the market that can be asked by SQL. */
  marketTables(): Promise<SqlTable[]>;
  /** The tables a SELECT names; throws SQL_INVALID, SQL_REFUSED for whatever is no SELECT over `known`. */
  sqlNames(sql: string, known: readonly string[]): Promise<string[]>;
  /** Runs one SELECT over the market's tables and `books`; at most `limit` rows. Throws SQL_INVALID, SQL_REFUSED, SQL_TOO_LONG. */
  sql(sql: string, limit: number, books: readonly BookRows[]): Promise<SqlResult>;
  inspect(path: string): Promise<{
    columns: { name: string; type: string; sample: string }[];
    rows: number;
    mapping: ImportMapping;
    problem: string | null;
  }>;
  /**
   * Imports a CSV or Parquet file. `resolve` gives our ids for the file's symbols and is called once before rows are
   * written; `resolveChains` does so for the contracts of option chains. A file imported before replaces its own rows.
   */
  importTicks(
    path: string,
    mapping: ImportMapping,
    resolve: (symbols: { symbol: string; kind: string | null }[]) => number[],
    onProgress: (progress: ImportProgress) => void,
    signal: AbortSignal,
    resolveChains?: (chains: FileChain[]) => { underlyingId: number; lot: number | null }[],
  ): Promise<ImportReport>;
  /** Closed days that lie in order of arrival, newest first: of the past, or of today when the feed is quiet after the close. */
  uncompacted(): Promise<{ day: string; source: string }[]>;
  /** Sorts a day by instrument and time; charts of it are faster then. Each row is there once at every moment. */
  compact(
    day: string,
    source: string,
    onProgress: (progress: ImportProgress) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** What is kept, newest day first. */
  dataDays(): Promise<DataDay[]>;
  dataSymbols(day: string, source: string): Promise<DataSymbol[]>;
  /** How the recorded ticks of a day came, those that were filled in not among them. */
  steps(day: string, source: string): Promise<RecordedSteps>;
  sizes(): Promise<StoreSizes>;
  /**
   * Moves a day's ticks and chain into a Parquet file each, which is read with the rest from then on. Throws IMPORT_BUSY,
   * IMPORT_CANCELLED, DATA_REFUSED, STORE_FAILED.
   */
  archive(
    day: string,
    source: string,
    onProgress: (progress: ImportProgress) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Deletes parts of a day, archived or not; ticks go with their bars. */
  deleteDay(day: string, source: string, parts: { ticks: boolean; chain: boolean }): Promise<void>;
  /** Where an export would go. Throws DATA_REFUSED. */
  exportPath(wanted: DataExport): Promise<string>;
  /** Gives how many rows were written. Throws IMPORT_BUSY, IMPORT_CANCELLED, DATA_REFUSED. */
  export(wanted: DataExport, onProgress: (progress: ImportProgress) => void, signal: AbortSignal): Promise<number>;
  /** Fills minutes without any tick, marked BACKFILLED; gives how many ticks were kept. */
  backfill(day: string, source: string, ticks: readonly BackfillTick[]): Promise<number>;
  close(): Promise<void>;
}
