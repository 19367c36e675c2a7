import type { Interval } from '../../../../contract/enums.ts';
import type { StraddlePoint } from '../../../../contract/chain.ts';
import type { Bar, Instrument } from '../../../../contract/market.ts';
import type { ImportMapping, ImportReport, RecordedDay } from '../../../../contract/desk.ts';
import type { SqlResult, SqlTable } from '../../../../contract/sql.ts';
import type { WireError } from '../../../../contract/errors.ts';
import type { DataExport, DataSymbol } from '../../../../contract/data.ts';
import type { StoredDay } from './data-reader.ts';
import type { DayParts } from './delete-day.ts';
import type {
  BackfillTick,
  BookRows,
  ChainRow,
  FileChain,
  ImportProgress,
  RecordedChain,
  RecordedQuote,
  RecordedSteps,
  StoreSizes,
  StraddleSpan,
  TickColumns,
} from '../tick-store.ts';

export interface FileSummary {
  columns: { name: string; type: string; sample: string }[];
  rows: number;
  mapping: ImportMapping;
  problem: string | null;
}

/** The calls the owner thread of the database file answers: their arguments and results. */
export interface TickStoreCalls {
  append: { args: [source: string, columns: TickColumns]; result: void };
  appendChain: { args: [source: string, rows: readonly ChainRow[]]; result: void };
  chainAt: {
    args: [source: string, underlyingId: number, expiry: string, ts: number];
    result: RecordedChain | null;
  };
  importedChainAt: { args: [underlyingId: number, expiry: string, ts: number]; result: RecordedChain | null };
  straddles: { args: [source: string, span: StraddleSpan]; result: StraddlePoint[] };
  saveInstruments: { args: [instruments: readonly Instrument[]]; result: void };
  days: { args: []; result: RecordedDay[] };
  instrumentsOf: { args: [day: string, source: string]; result: number[] };
  ticks: {
    args: [day: string, source: string, from: number, to: number, skip: number, limit: number];
    result: TickColumns;
  };
  quotesAt: {
    args: [source: string, asked: readonly { instrumentId: number; ts: number }[]];
    result: (RecordedQuote | null)[];
  };
  bars: {
    args: [instrumentId: number, interval: Interval, before: number, limit: number, source: string | null];
    result: Bar[];
  };
  inspect: { args: [path: string]; result: FileSummary };
  importTicks: { args: [path: string, mapping: ImportMapping]; result: ImportReport };
  sqlNames: { args: [sql: string, known: readonly string[]]; result: string[] };
  sql: { args: [sql: string, limit: number, books: readonly BookRows[]]; result: SqlResult };
  marketTables: { args: []; result: SqlTable[] };
  uncompacted: { args: []; result: { source: string; day: string; lastTs: number }[] };
  compact: { args: [day: string, source: string]; result: void };
  dataDays: { args: []; result: StoredDay[] };
  dataSymbols: { args: [day: string, source: string]; result: DataSymbol[] };
  steps: { args: [day: string, source: string]; result: RecordedSteps };
  sizes: { args: []; result: StoreSizes };
  archive: { args: [day: string, source: string]; result: void };
  deleteDay: { args: [day: string, source: string, parts: DayParts]; result: void };
  exportPath: { args: [wanted: DataExport]; result: string };
  export: { args: [wanted: DataExport]; result: number };
  backfill: { args: [day: string, source: string, ticks: readonly BackfillTick[]]; result: number };
  /** Moves the write-ahead log into the file; done when the feed is quiet. */
  checkpoint: { args: []; result: void };
  close: { args: []; result: void };
}
export type TickStoreCall = keyof TickStoreCalls;

export interface FileSymbol {
  symbol: string;
  kind: string | null;
}

/** Trading hours of a day, epoch ms; `to` is the first moment after it. */
export interface SessionSpan {
  from: number;
  to: number;
}

/** What an import must know from outside the thread. */
export interface ImportQuestions {
  instruments: { asked: FileSymbol[]; answer: number[] };
  /** Days `YYYY-MM-DD`; null where the exchange has no session. */
  sessions: { asked: string[]; answer: (SessionSpan | null)[] };
  /** The id of what each chain stands on, and the units in a contract; null where no rule gives them. */
  chains: { asked: FileChain[]; answer: { underlyingId: number; lot: number | null }[] };
}
export type ImportQuestion = keyof ImportQuestions;

export type ToWorker =
  | { kind: 'call'; id: number; call: TickStoreCall; args: unknown[] }
  | { kind: 'cancel'; id: number }
  | { kind: 'answer'; id: number; value: unknown; error: string | null };

export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'refused'; error: WireError }
  | { kind: 'result'; id: number; value: unknown }
  | { kind: 'failure'; id: number; error: WireError }
  | { kind: 'progress'; id: number; progress: ImportProgress }
  | { kind: 'question'; id: number; call: number; question: ImportQuestion; asked: unknown };
