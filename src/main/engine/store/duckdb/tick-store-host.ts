import type { ImportMapping, ImportReport } from '../../../../contract/desk.ts';
import { AppError } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import type { ImportProgress, TickColumns } from '../tick-store.ts';
import { BarMarks } from './bar-marks.ts';
import { BarReader } from './bar-reader.ts';
import { BarWriter } from './bar-writer.ts';
import { ChainReader } from './chain-reader.ts';
import { appendChainRows } from './chain-table.ts';
import { compactDay, uncompactedDays } from './compact-day.ts';
import { dayOf, dayText } from './day-number.ts';
import { inspectFile } from './import-inspect.ts';
import { importTicks } from './import-ticks.ts';
import { saveInstrumentRows } from './instrument-table.ts';
import { openDuckDb } from './open-duckdb.ts';
import { requireDiskRoom } from './disk-room.ts';
import type { DuckDbConnection, DuckDbFile } from './open-duckdb.ts';
import { SourceIds } from './source-ids.ts';
import { marketTables, runSql } from './sql-query.ts';
import { tablesOf } from './sql-statement.ts';
import { storeFailure } from './store-failure.ts';
import { TickIds } from './tick-ids.ts';
import { TickReader } from './tick-reader.ts';
import type {
  FromWorker,
  ImportQuestion,
  ImportQuestions,
  TickStoreCall,
  TickStoreCalls,
  ToWorker,
} from './tick-store-protocol.ts';
import { columnBuffers } from './tick-columns.ts';
import { TickWriter } from './tick-writer.ts';

type Handlers = {
  [C in TickStoreCall]: (id: number, ...args: TickStoreCalls[C]['args']) => Promise<TickStoreCalls[C]['result']>;
};
type Say = (message: FromWorker, transfer?: ArrayBuffer[]) => void;

interface Question {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Between two interrupts of what is still asked when the store closes. */
const INTERRUPT_MS = 20;

/** The owner's side of the protocol: writes one after another, reads beside them, one import at a time. */
export class TickStoreHost {
  readonly #path: string;
  readonly #file: DuckDbFile;
  readonly #clock: Clock;
  readonly #say: Say;
  readonly #onClosed: () => void;
  readonly #sources: SourceIds;
  readonly #ids: TickIds;
  readonly #write: DuckDbConnection;
  readonly #read: DuckDbConnection;
  readonly #writer: TickWriter;
  readonly #reader: TickReader;
  readonly #bars: BarReader;
  readonly #chains: ChainReader;
  readonly #marks: BarMarks;
  readonly #barWriter: BarWriter;
  readonly #handlers: Handlers;
  readonly #questions = new Map<number, Question>();
  #lastQuestion = 0;
  /** Those that a query or a job has to itself. */
  readonly #inUse = new Set<DuckDbConnection>();
  #writes: Promise<unknown> = Promise.resolve();
  #reads: Promise<unknown> = Promise.resolve();
  /** The import or compaction under way. */
  #work: { id: number; abort: AbortController; done: Promise<unknown> } | null = null;

  private constructor(
    path: string,
    file: DuckDbFile,
    connections: { write: DuckDbConnection; read: DuckDbConnection; stream: DuckDbConnection },
    known: { sources: SourceIds; ids: TickIds; marks: BarMarks },
    clock: Clock,
    say: Say,
    onClosed: () => void,
  ) {
    this.#path = path;
    this.#file = file;
    this.#clock = clock;
    this.#say = say;
    this.#onClosed = onClosed;
    this.#sources = known.sources;
    this.#ids = known.ids;
    this.#write = connections.write;
    this.#read = connections.read;
    this.#writer = new TickWriter(connections.write, known.sources, known.ids, known.marks);
    this.#reader = new TickReader(connections.read, connections.stream, known.sources);
    this.#bars = new BarReader(connections.read, known.sources, known.marks);
    this.#chains = new ChainReader(connections.read.query, known.sources);
    this.#marks = known.marks;
    this.#barWriter = new BarWriter(connections.write.query, known.marks, clock);
    this.#handlers = this.#makeHandlers();
  }

  /** @throws AppError STORE_LOCKED, STORE_NEWER, STORE_DAMAGED */
  static async open(path: string, clock: Clock, say: Say, onClosed: () => void): Promise<TickStoreHost> {
    const file = await openDuckDb(path);
    const connections = { write: await file.connect(), read: await file.connect(), stream: await file.connect() };
    const known = {
      sources: await SourceIds.load(connections.read.query),
      ids: await TickIds.load(connections.read.query),
      marks: await BarMarks.load(connections.read.query),
    };
    const host = new TickStoreHost(path, file, connections, known, clock, say, onClosed);
    // Ticks that were stored when the program ended may lack their bars.
    host.#inWriteOrder(() => host.#barWriter.catchUp()).catch(() => {});
    return host;
  }

  receive(message: ToWorker): void {
    if (message.kind === 'call') void this.#answer(message.id, message.call, message.args);
    else if (message.kind === 'cancel') {
      if (this.#work?.id === message.id) this.#work.abort.abort();
    } else {
      const question = this.#questions.get(message.id);
      this.#questions.delete(message.id);
      if (message.error === null) question?.resolve(message.value);
      else question?.reject(new Error(message.error));
    }
  }

  async #answer(id: number, call: TickStoreCall, args: unknown[]): Promise<void> {
    try {
      const handler = this.#handlers[call] as (id: number, ...args: unknown[]) => Promise<unknown>;
      const value = await handler(id, ...args);
      this.#say({ kind: 'result', id, value }, call === 'ticks' ? columnBuffers(value as TickColumns) : []);
      if (call === 'close') this.#onClosed();
    } catch (error) {
      this.#say({ kind: 'failure', id, error: storeFailure(ACTS[call], error).toWire() });
    }
  }

  #makeHandlers(): Handlers {
    return {
      append: (_, source, columns) => this.#append(source, columns),
      appendChain: (_, source, rows) =>
        this.#inWriteOrder(async () => {
          requireDiskRoom(this.#path);
          await appendChainRows(this.#write, await this.#sources.ensure(this.#write.query, source), rows);
        }),
      chainAt: (_, ...args) => this.#inReadOrder(() => this.#chains.at(...args)),
      straddles: (_, ...args) => this.#inReadOrder(() => this.#chains.straddles(...args)),
      saveInstruments: (_, instruments) => this.#inWriteOrder(() => saveInstrumentRows(this.#write, instruments)),
      days: () => this.#inReadOrder(() => this.#reader.days()),
      instrumentsOf: (_, day, source) => this.#inReadOrder(() => this.#reader.instrumentsOf(day, source)),
      ticks: (_, ...args) => this.#inReadOrder(() => this.#reader.ticks(...args)),
      quotesAt: (_, ...args) => this.#inReadOrder(() => this.#reader.quotesAt(...args)),
      bars: (_, ...args) => this.#inReadOrder(() => this.#bars.bars(...args)),
      inspect: (_, path) => this.#onOwnConnection((connection) => inspectFile(connection.query, path)),
      marketTables: () => this.#onOwnConnection(({ query }) => marketTables(query)),
      sqlNames: (_, sql, known) => this.#onOwnConnection(({ query }) => tablesOf(query, sql, known)),
      sql: (_, sql, limit, books) =>
        this.#onOwnConnection(({ query }) => runSql(query, this.#clock, { sql, limit, books })),
      importTicks: (id, path, mapping) => this.#startImport(id, path, mapping),
      uncompacted: () =>
        this.#inReadOrder(async () =>
          (await uncompactedDays(this.#read)).map(({ day, ...rest }) => ({ ...rest, day: dayText(day) })),
        ),
      compact: (id, day, source) => this.#compact(id, day, source),
      checkpoint: () => this.#inWriteOrder(() => this.#checkpoint()),
      close: () => this.#close(),
    };
  }

  async #append(source: string, columns: TickColumns): Promise<void> {
    requireDiskRoom(this.#path);
    const durable = this.#writer.add(source, columns);
    void this.#inWriteOrder(() => this.#writer.commit());
    // Without the bars, charts are read from the ticks; the next batch tries again.
    this.#inWriteOrder(() => this.#barWriter.follow()).catch(() => {});
    await durable;
  }

  #inWriteOrder<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#writes.then(task);
    this.#writes = result.catch(() => {});
    return result;
  }

  #inReadOrder<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#reads.then(task);
    this.#reads = result.catch(() => {});
    return result;
  }

  /** A connection whose temporary tables go with it. */
  async #onOwnConnection<T>(task: (connection: DuckDbConnection) => Promise<T>): Promise<T> {
    const connection = await this.#file.connect();
    this.#inUse.add(connection);
    try {
      return await task(connection);
    } finally {
      this.#inUse.delete(connection);
      connection.query.disconnectSync();
    }
  }

  async #startImport(id: number, path: string, mapping: ImportMapping): Promise<ImportReport> {
    const report = await this.#startWork(id, ({ signal, connection, onProgress }) =>
      importTicks(
        {
          connection,
          sources: this.#sources,
          ids: this.#ids,
          clock: this.#clock,
          signal,
          onProgress,
          ask: (question, asked) => this.#ask(id, question, asked),
        },
        path,
        mapping,
      ),
    );
    await this.#onOwnConnection(({ query }) => this.#marks.read(query, this.#sources.find(report.source)));
    return report;
  }

  async #compact(id: number, day: string, source: string): Promise<void> {
    const sourceId = this.#sources.find(source);
    if (sourceId === null) return;
    await this.#inWriteOrder(() => this.#barWriter.catchUp());
    await this.#startWork(id, (work) => compactDay({ ...work, clock: this.#clock }, sourceId, dayOf(day)));
    await this.#inWriteOrder(() => this.#checkpoint());
  }

  async #startWork<T>(
    id: number,
    task: (work: {
      connection: DuckDbConnection;
      signal: AbortSignal;
      onProgress: (progress: ImportProgress) => void;
    }) => Promise<T>,
  ): Promise<T> {
    if (this.#work !== null) {
      throw new AppError(
        'IMPORT_BUSY',
        'A file is being imported or a day is being sorted. Wait until it is done, or cancel it.',
      );
    }
    requireDiskRoom(this.#path);
    const abort = new AbortController();
    const onProgress = (progress: ImportProgress) => this.#say({ kind: 'progress', id, progress });
    const done = this.#onOwnConnection((connection) => task({ connection, signal: abort.signal, onProgress }));
    this.#work = { id, abort, done: done.catch(() => {}) };
    try {
      return await done;
    } finally {
      this.#work = null;
    }
  }

  #ask<Q extends ImportQuestion>(
    call: number,
    question: Q,
    asked: ImportQuestions[Q]['asked'],
  ): Promise<ImportQuestions[Q]['answer']> {
    const id = ++this.#lastQuestion;
    return new Promise((resolve, reject) => {
      this.#questions.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.#say({ kind: 'question', id, call, question, asked });
    });
  }

  /** Best effort: with another transaction open, the next quiet moment does it. */
  async #checkpoint(): Promise<void> {
    if (this.#work !== null) return;
    await this.#barWriter.catchUp().catch(() => {});
    await this.#inReadOrder(() => this.#reader.rest());
    await this.#write.query.run('CHECKPOINT').catch(() => {});
  }

  /** Nobody waits for an answer any more. Again and again, since an interrupt that comes before a query has begun is lost. */
  async #interruptInUse(): Promise<void> {
    while (this.#inUse.size > 0) {
      for (const { query } of this.#inUse) query.interrupt();
      await new Promise<void>((resolve) => this.#clock.setTimeout(resolve, INTERRUPT_MS));
    }
  }

  async #close(): Promise<void> {
    this.#work?.abort.abort();
    await this.#work?.done;
    await this.#interruptInUse();
    await this.#inWriteOrder(() => this.#checkpoint());
    await this.#reads;
    this.#file.close();
  }
}

const ACTS: Record<TickStoreCall, string> = {
  append: 'store a batch of ticks',
  appendChain: 'store the option chain',
  chainAt: 'read the option chain',
  straddles: 'read the straddle',
  saveInstruments: 'store instruments',
  days: 'list the recorded days',
  instrumentsOf: 'list the instruments of a day',
  ticks: 'read ticks',
  quotesAt: 'read quotes',
  bars: 'read bars',
  inspect: 'look at the file',
  sql: 'answer the query',
  sqlNames: 'read the query',
  marketTables: 'list its tables',
  importTicks: 'import the file',
  uncompacted: 'list the days to be sorted',
  compact: 'sort the day',
  checkpoint: 'write its log into the file',
  close: 'be closed',
};
