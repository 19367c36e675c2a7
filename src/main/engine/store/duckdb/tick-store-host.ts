import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { DataExport } from '../../../../contract/data.ts';
import type { ImportMapping, ImportReport } from '../../../../contract/desk.ts';
import { AppError } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import type { BackfillTick, ImportProgress, StoreSizes, TickColumns } from '../tick-store.ts';
import { BarMarks } from './bar-marks.ts';
import { BarReader } from './bar-reader.ts';
import { BarWriter } from './bar-writer.ts';
import { ChainReader } from './chain-reader.ts';
import { appendChainRows } from './chain-table.ts';
import { compactDay, uncompactedDays } from './compact-day.ts';
import { archiveDay } from './archive-day.ts';
import { backfillRows } from './backfill-rows.ts';
import { caughtUpIn, markCaughtUp } from './catch-up-marks.ts';
import type { SourceSpan } from './catch-up-marks.ts';
import { DataReader } from './data-reader.ts';
import { dayOf, dayStart, dayText } from './day-number.ts';
import { deleteDay } from './delete-day.ts';
import type { DayParts } from './delete-day.ts';
import { exportPath, exportRows } from './export-rows.ts';
import { inspectFile } from './import-inspect.ts';
import { importTicks } from './import-ticks.ts';
import { saveInstrumentRows } from './instrument-table.ts';
import { openDuckDb } from './open-duckdb.ts';
import { diskRoom, KEPT_FREE_BYTES, requireDiskRoom } from './disk-room.ts';
import type { DuckDbConnection, DuckDbFile } from './open-duckdb.ts';
import { SourceIds } from './source-ids.ts';
import { marketTables, runSql } from './sql-query.ts';
import { tablesOf } from './sql-statement.ts';
import { TickArchive } from './tick-archive.ts';
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

/** Between two looks at the disk while long work writes. */
const ROOM_CHECK_MS = 200;

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
  readonly #archive: TickArchive;
  readonly #barWriter: BarWriter;
  readonly #handlers: Handlers;
  readonly #questions = new Map<number, Question>();
  #lastQuestion = 0;
  /** Those that a query or a job has to itself. */
  readonly #inUse = new Set<DuckDbConnection>();
  #writes: Promise<unknown> = Promise.resolve();
  #reads: Promise<unknown> = Promise.resolve();
  /** The import or compaction under way. */
  #work: { id: number; abort: AbortController; done: Promise<unknown>; cancelled: boolean } | null = null;

  private constructor(
    path: string,
    file: DuckDbFile,
    connections: { write: DuckDbConnection; read: DuckDbConnection; stream: DuckDbConnection },
    known: { sources: SourceIds; ids: TickIds; marks: BarMarks; archive: TickArchive },
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
    this.#reader = new TickReader(connections.read, connections.stream, known.sources, known.archive);
    this.#bars = new BarReader(connections.read, known.sources, known.marks, known.archive);
    this.#chains = new ChainReader(connections.read.query, known.sources, known.archive);
    this.#marks = known.marks;
    this.#archive = known.archive;
    this.#barWriter = new BarWriter(connections.write.query, known.marks, clock, known.archive);
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
      archive: await TickArchive.load(connections.write.query, path),
    };
    const host = new TickStoreHost(path, file, connections, known, clock, say, onClosed);
    // Ticks that were stored when the program ended may lack their bars.
    host.#inWriteOrder(() => host.#barWriter.catchUp()).catch(() => {});
    return host;
  }

  receive(message: ToWorker): void {
    if (message.kind === 'call') void this.#answer(message.id, message.call, message.args);
    else if (message.kind === 'cancel') {
      if (this.#work?.id === message.id) this.#cancelWork();
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
      importedChainAt: (_, ...args) => this.#inReadOrder(() => this.#chains.importedAt(...args)),
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
      dataDays: () => this.#onData((data) => data.days()),
      dataSymbols: (_, ...args) => this.#onData((data) => data.symbols(...args)),
      steps: (_, ...args) => this.#onData((data) => data.steps(...args)),
      sizes: () => Promise.resolve(this.#sizes()),
      archive: (id, day, source) => this.#archiveDay(id, day, source),
      deleteDay: (_, ...args) => this.#deleteDay(...args),
      exportPath: (_, wanted) => Promise.resolve().then(() => exportPath(this.#path, wanted)),
      export: (id, wanted) => this.#export(id, wanted),
      backfill: (_, ...args) => this.#backfill(...args),
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
    const known = this.#sources.find(`import:${basename(path)}`);
    if (known !== null && this.#archive.of(known).length > 0) {
      throw new AppError(
        'DATA_REFUSED',
        `${basename(path)} was imported before and its days are archived. Delete them in the Data panel, then import it again.`,
        { path },
      );
    }
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
    const sourceId = this.#sources.find(report.source);
    await this.#inWriteOrder(() => this.#marks.read(this.#write.query, sourceId));
    if (sourceId !== null) await this.#settle({ sourceId, from: 0, to: Number.MAX_SAFE_INTEGER });
    return report;
  }

  async #compact(id: number, day: string, source: string): Promise<void> {
    const sourceId = this.#sources.find(source);
    if (sourceId === null) return;
    await this.#settle(spanOf(sourceId, day));
    await this.#startWork(id, (work) => compactDay({ ...work, clock: this.#clock }, sourceId, dayOf(day)));
    await this.#inWriteOrder(() => this.#checkpoint());
  }

  async #archiveDay(id: number, day: string, source: string): Promise<void> {
    const sourceId = this.#sources.find(source);
    if (sourceId === null) return;
    await this.#settle(spanOf(sourceId, day));
    await this.#startWork(id, (work) =>
      archiveDay(
        { ...work, clock: this.#clock, archive: this.#archive, alone: (task) => this.#alone(task) },
        sourceId,
        dayOf(day),
      ),
    );
    await this.#inWriteOrder(() => this.#checkpoint());
  }

  async #deleteDay(day: string, source: string, parts: DayParts): Promise<void> {
    const sourceId = this.#sources.find(source);
    if (sourceId === null) return;
    if (this.#work !== null) throw busy();
    await this.#alone(async () => {
      await deleteDay(this.#write.query, this.#archive, sourceId, dayOf(day), parts);
      await this.#marks.read(this.#write.query, sourceId);
      this.#writer.forget(sourceId, dayOf(day));
    });
    await this.#inWriteOrder(() => this.#checkpoint());
  }

  async #export(id: number, wanted: DataExport): Promise<number> {
    const path = exportPath(this.#path, wanted);
    const sourceId = this.#sources.find(wanted.source) ?? 0;
    await this.#inWriteOrder(() => this.#barWriter.catchUp());
    return this.#startWork(id, (work) =>
      exportRows({ ...work, clock: this.#clock, archive: this.#archive }, sourceId, wanted, path),
    );
  }

  #backfill(day: string, source: string, ticks: readonly BackfillTick[]): Promise<number> {
    return this.#inWriteOrder(async () => {
      requireDiskRoom(this.#path);
      const sourceId = this.#sources.find(source);
      if (sourceId === null) return 0;
      const parts = { connection: this.#write, archive: this.#archive, ids: this.#ids, marks: this.#marks };
      const kept = await backfillRows(parts, sourceId, dayOf(day), ticks);
      this.#writer.forget(sourceId, dayOf(day));
      await this.#barWriter.catchUp();
      return kept;
    });
  }

  /** What a closed day needs before it is laid away: marks of feeds that caught up, and its last bars. */
  async #settle(span: SourceSpan): Promise<void> {
    const ids = await this.#onOwnConnection(({ query }) => caughtUpIn(query, span));
    await this.#inWriteOrder(async () => {
      if (ids.length > 0) {
        await markCaughtUp(this.#write.query, span, ids);
        await this.#marks.read(this.#write.query, span.sourceId);
      }
      await this.#barWriter.catchUp();
    });
  }

  /** Beside the charts, since a whole day is looked through. */
  #onData<T>(task: (data: DataReader) => Promise<T>): Promise<T> {
    return this.#onOwnConnection((connection) => task(new DataReader(connection, this.#sources, this.#archive)));
  }

  /** While nothing else of the store's own reads or writes. */
  #alone(task: () => Promise<void>): Promise<void> {
    return this.#inWriteOrder(() => this.#inReadOrder(task));
  }

  #sizes(): StoreSizes {
    const size = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    return {
      database: size(this.#path) + size(`${this.#path}.wal`),
      archive: this.#archive.all().reduce((sum, { name }) => sum + size(this.#archive.pathOf(name)), 0),
      free: diskRoom(this.#path),
      keptFree: KEPT_FREE_BYTES,
    };
  }

  async #startWork<T>(
    id: number,
    task: (work: {
      connection: DuckDbConnection;
      signal: AbortSignal;
      onProgress: (progress: ImportProgress) => void;
    }) => Promise<T>,
  ): Promise<T> {
    if (this.#work !== null) throw busy();
    requireDiskRoom(this.#path);
    const abort = new AbortController();
    // What is written may fill the disk while it is written.
    const watch = this.#clock.setInterval(() => {
      if (diskRoom(this.#path) < KEPT_FREE_BYTES) abort.abort();
    }, ROOM_CHECK_MS);
    const onProgress = (progress: ImportProgress) => this.#say({ kind: 'progress', id, progress });
    const done = this.#onOwnConnection((connection) => task({ connection, signal: abort.signal, onProgress }));
    const work = { id, abort, done: done.catch(() => {}), cancelled: false };
    this.#work = work;
    try {
      return await done;
    } catch (error) {
      if (abort.signal.aborted && !work.cancelled) throw outOfRoom();
      throw error;
    } finally {
      watch.cancel();
      this.#work = null;
    }
  }

  #cancelWork(): void {
    if (this.#work === null) return;
    this.#work.cancelled = true;
    this.#work.abort.abort();
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
    this.#cancelWork();
    await this.#work?.done;
    await this.#interruptInUse();
    await this.#inWriteOrder(() => this.#checkpoint());
    await this.#reads;
    this.#file.close();
  }
}

function spanOf(sourceId: number, day: string): SourceSpan {
  return { sourceId, from: dayStart(dayOf(day)), to: dayStart(dayOf(day) + 1) };
}

function outOfRoom(): AppError {
  return new AppError(
    'STORE_FAILED',
    `The disk has less than ${KEPT_FREE_BYTES / 1024 / 1024} MB left, which are kept for orders: the work was stopped, and nothing of it was kept. Free some space, then start it again.`,
  );
}

function busy(): AppError {
  return new AppError(
    'IMPORT_BUSY',
    'A file is being imported, or a day is being sorted, archived or exported. Wait until it is done, or cancel it.',
  );
}

const ACTS: Record<TickStoreCall, string> = {
  append: 'store a batch of ticks',
  appendChain: 'store the option chain',
  chainAt: 'read the option chain',
  importedChainAt: 'read the option chain',
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
  dataDays: 'list what is kept',
  dataSymbols: 'list what is kept of a day',
  steps: 'look for gaps',
  sizes: 'tell its size',
  archive: 'archive the day',
  deleteDay: 'delete the day',
  exportPath: 'look at the path',
  export: 'export',
  backfill: 'fill a gap',
  checkpoint: 'write its log into the file',
  close: 'be closed',
};
