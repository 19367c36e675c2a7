import type Database from 'better-sqlite3';
import type { LogEntry, Watchlist } from '../../../../contract/desk.ts';
import type { Instrument } from '../../../../contract/market.ts';
import type { Limits } from '../../../../contract/risk.ts';
import { LOG_GENESIS } from '../../audit/log-chain.ts';
import type { LogVerdict } from '../../audit/verify-log-chain.ts';
import type { BrokerFill, BrokerOrder } from '../../brokers/broker.ts';
import { AppError } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import type { Ids } from '../../core/ids.ts';
import type { OperatorLog } from '../../core/operator-log.ts';
import { Signal } from '../../core/signal.ts';
import { inBookedOrder } from '../../domain/daily-settlement.ts';
import type { Booking } from '../../domain/daily-settlement.ts';
import type { JournalEntry, OrderRecord, TradeRecord } from '../../domain/order.ts';
import type { PositionRecord } from '../../domain/position.ts';
import { HybridClock } from '../../sync/hlc.ts';
import { Outbox } from '../../sync/outbox.ts';
import type {
  AccountRecord,
  AlertRecord,
  BookPage,
  BookTable,
  BracketRecord,
  DeskStore,
  DeskTransaction,
  LocalIdentity,
  NewOrders,
  PendingLimit,
  ProfitLockRecord,
  StrategyRecord,
  TripNoteRecord,
} from '../desk-store.ts';
import type { RiskDayRecord, RiskLockRecord, RiskStateRecord } from '../../domain/risk-state.ts';
import { Ballast } from './ballast.ts';
import { BookTables } from './book-tables.ts';
import type { DeskContext } from './desk-context.ts';
import { SqliteDeskTransaction } from './desk-transaction.ts';
import { newIdentity, writeIdentity } from './first-run.ts';
import { JournalAnchor } from './journal-anchor.ts';
import { schemaVersion } from './migrate.ts';
import { OrderNote } from './order-note.ts';
import { QuietCheckpoint } from './quiet-checkpoint.ts';
import { openRepositories } from './repositories.ts';
import type { Repositories } from './repositories.ts';
import { Statements } from './statements.ts';
import type { Row } from './statements.ts';
import { journalCut, logDamage, storeDamaged, storeError } from './store-error.ts';

export interface DeskStoreOptions {
  /** Path of desk.db; its folder is made when missing. `:memory:` keeps nothing. */
  file: string;
  clock: Clock;
  ids: Ids;
  /** Hears of a subscriber that throws. */
  operatorLog?: OperatorLog;
}

/** Between two looks at whether a full disk has space again. */
const ROOM_ASKED_MS = 1000;
/** Entries of the log walked at each start, some weeks; `terminal verify` walks all of them. */
const VERIFIED_AT_START = 20_000;
const DISK_FULL =
  'The disk is full. Space kept for this is used now: exits and cancels work, entries wait until space is freed.';

/** The desk's relational store on a migrated connection that it alone owns; see `openDeskStore`. */
export class SqliteDeskStore implements DeskStore {
  readonly identity: LocalIdentity;
  readonly damage: string | null;
  readonly logged = new Signal<LogEntry>();
  readonly #database: Database.Database;
  readonly #file: string;
  readonly #operatorLog: OperatorLog;
  readonly #context: DeskContext;
  readonly #repositories: Repositories;
  readonly #transaction: SqliteDeskTransaction;
  readonly #books: BookTables;
  readonly #begin;
  readonly #commit;
  readonly #rollback;
  readonly #saveDevice;
  readonly #insertNote;
  readonly #dropNotes;
  readonly #syncEach;
  readonly #syncLater;
  readonly #checkpoint: QuietCheckpoint;
  /** Null for a database in memory. */
  readonly #ballast: Ballast | null;
  /** Null for a database in memory. */
  readonly #anchor: JournalAnchor | null;
  /** Durable writes that were found missing at the start. */
  readonly #lost: number;
  #roomAskedAt = 0;
  /** Durable, and not in their tables yet; oldest first. */
  #notes: OrderNote[] = [];

  constructor(database: Database.Database, { file, clock, ids, operatorLog }: Required<DeskStoreOptions>) {
    this.#database = database;
    this.#file = file;
    this.#operatorLog = operatorLog;
    this.#books = new BookTables(database);
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#rollback = database.prepare('ROLLBACK');
    this.#syncLater = database.prepare('PRAGMA synchronous = NORMAL');
    this.#syncEach = database.prepare('PRAGMA synchronous = FULL');

    const statements = new Statements(database);
    const device = statements
      .query<object>()((db) => db.selectFrom('device').selectAll())
      .get({});
    this.identity =
      device === undefined
        ? newIdentity(ids)
        : {
            userId: device.user_id,
            workspaceId: device.workspace_id,
            brokerId: device.broker_id,
            accountId: device.account_id,
            deviceId: device.id,
          };
    const lastHlc = device?.last_hlc ?? null;
    const outbox = new Outbox({
      clock: new HybridClock(clock, this.identity.deviceId, lastHlc),
      deviceId: this.identity.deviceId,
      schemaVersion: schemaVersion(database),
      lastHlc,
      lastSeq: device?.outbox_seq ?? 0,
      size: waiting(statements),
      insert: statements.insertAll('outbox'),
    });
    this.#saveDevice = statements.command<Pick<Row<'device'>, 'last_hlc' | 'outbox_seq' | 'log_seq' | 'log_hash'>>()(
      (db, slot) =>
        db.updateTable('device').set({
          last_hlc: slot('last_hlc'),
          outbox_seq: slot('outbox_seq'),
          log_seq: slot('log_seq'),
          log_hash: slot('log_hash'),
        }),
    );
    this.#insertNote = statements.insert('order_notes');
    this.#dropNotes = statements.command<object>()((db) => db.deleteFrom('order_notes'));
    this.#context = { statements, outbox, clock, ids, identity: this.identity };
    const logHead = device === undefined ? LOG_GENESIS : { seq: device.log_seq, hash: device.log_hash };
    this.#repositories = openRepositories(this.#context, logHead);
    this.#transaction = new SqliteDeskTransaction(this.#context, this.#repositories);
    this.#checkpoint = new QuietCheckpoint(database, clock, operatorLog, () => this.#run(() => this.#saveHeads()));
    this.#completeNotes();
    // Asked once they are complete, since it may tell of their rows; and by then it has not been written.
    this.#anchor = file === ':memory:' ? null : new JournalAnchor(`${file}-anchor`);
    this.#lost = Math.max(0, (this.#anchor?.read() ?? 0) - outbox.lastSeq);
    this.damage =
      this.#lost > 0 ? journalCut(file, this.#lost) : logDamage(this.#repositories.logs.verify(VERIFIED_AT_START));
    if (device === undefined) this.#run(() => writeIdentity(this.#context, this.#repositories));
    this.#ballast = file === ':memory:' ? null : new Ballast(`${file}-ballast`);
    this.#ballast?.fill();
  }

  transaction<T>(work: (tx: DeskTransaction) => T): T {
    return this.#roomFor(() => this.#run(() => work(this.#transaction)));
  }

  noteOrders(work: (note: NewOrders) => void, onDurable: () => void): void {
    const note = new OrderNote(this.#context);
    work(note);
    this.#roomFor(() =>
      this.#allOrNothing(() => {
        this.#begin.run();
        this.#insertNote({ note: note.text() });
        this.#commit.run();
      }),
    );
    this.#notes.push(note);
    try {
      onDurable();
    } finally {
      this.#settle();
    }
  }

  hasRoomForEntries(): boolean {
    if (this.#ballast === null || this.#ballast.held) return true;
    const now = this.#context.clock.monotonic();
    if (this.#roomAskedAt > 0 && now - this.#roomAskedAt < ROOM_ASKED_MS) return false;
    this.#roomAskedAt = now;
    if (!this.#ballast.fill()) return false;
    this.#run(() => this.#transaction.log('system', 'There is space on the disk again: entries are open.'));
    return true;
  }

  account(accountId: string): AccountRecord {
    return this.#repositories.accounts.byId(accountId);
  }

  orders(accountId: string, since: number): OrderRecord[] {
    return this.#repositories.orders.since(accountId, since);
  }

  orderByIntent(accountId: string, intentId: string): OrderRecord | null {
    return this.#repositories.orders.byIntent(accountId, intentId);
  }

  orderByBrokerRow(accountId: string, row: { tag: string | null; brokerOrderId: string }): OrderRecord | null {
    return this.#repositories.orders.byBrokerRow(accountId, row);
  }

  journal(orderId: string): JournalEntry[] {
    return this.#repositories.orders.journal(orderId);
  }

  trades(accountId: string, since: number): TradeRecord[] {
    return this.#repositories.trades.since(accountId, since);
  }

  tradesAsBooked(accountId: string, since: number): TradeRecord[] {
    return this.#repositories.trades.bookedSince(accountId, since);
  }

  bookings(accountId: string): Booking[] {
    const { trades, settlements } = this.#repositories;
    return inBookedOrder(trades.booked(accountId), settlements.ofAccount(accountId));
  }

  positions(accountId: string): PositionRecord[] {
    return this.#repositories.positions.ofAccount(accountId);
  }

  brackets(accountId: string): BracketRecord[] {
    return this.#repositories.brackets.ofAccount(accountId);
  }

  profitLocks(accountId: string): ProfitLockRecord[] {
    return this.#repositories.profitLocks.held(accountId);
  }

  strategies(): StrategyRecord[] {
    return this.#repositories.strategies.all();
  }

  riskState(accountId: string): RiskStateRecord | null {
    return this.#repositories.risk.state(accountId);
  }

  riskDay(accountId: string, day: string): RiskDayRecord {
    return this.#repositories.risk.day(accountId, day);
  }

  riskLocks(accountId: string): RiskLockRecord[] {
    return this.#repositories.risk.locks(accountId);
  }

  limits(userId: string, strategyId: string | null = null): Limits {
    return this.#repositories.risk.limits(userId, strategyId);
  }

  pendingLimits(userId: string): PendingLimit[] {
    return this.#repositories.risk.pending(userId);
  }

  alerts(): AlertRecord[] {
    return this.#repositories.alerts.all();
  }

  alert(id: string): AlertRecord | null {
    return this.#repositories.alerts.one(id);
  }

  tripNotes(accountId: string): TripNoteRecord[] {
    return this.#repositories.tripNotes.ofAccount(accountId);
  }

  watchlists(): Watchlist[] {
    return this.#repositories.watchlists.all();
  }

  setting(key: string): unknown {
    return this.#repositories.settings.value(key);
  }

  instruments(): Instrument[] {
    return this.#repositories.instruments.all();
  }

  paperBook(accountId: string): { orders: BrokerOrder[]; fills: BrokerFill[] } {
    return this.#repositories.paperBook.book(accountId);
  }

  logs(beforeSeq: number | null, limit: number): LogEntry[] {
    return this.#repositories.logs.before(beforeSeq, limit);
  }

  verifyLogs(): LogVerdict {
    return this.#repositories.logs.verify();
  }

  bookTables(): BookTable[] {
    return this.#books.list();
  }

  bookPage(table: BookTable, after: number, limit: number): BookPage {
    return this.#books.page(table, after, limit);
  }

  outboxSize(): number {
    return this.#context.outbox.size;
  }

  close(): void {
    this.#checkpoint.close();
    this.#anchor?.close();
    this.#database.close();
  }

  /** A write that finds the disk full gets the space that was kept for it. */
  #roomFor<T>(write: () => T): T {
    try {
      return write();
    } catch (error) {
      if (!isFull(error) || this.#ballast?.release() !== true) throw error;
      const result = write();
      this.#run(() => this.#transaction.log('system', DISK_FULL));
      return result;
    }
  }

  #run<T>(work: () => T): T {
    const { outbox } = this.#context;
    const result = this.#allOrNothing(() => {
      const { lastSeq } = outbox;
      this.#begin.run();
      this.#writeNotes();
      const done = synchronous(work());
      this.#repositories.orders.flush();
      outbox.flush();
      if (outbox.lastSeq !== lastSeq) this.#saveHeads();
      this.#commit.run();
      return done;
    });
    this.#notes = [];
    this.#committed();
    return result;
  }

  /** Brings what is noted into its tables. It is durable already, so that this commit waits for no disk. */
  #settle(): void {
    try {
      this.#syncLater.run();
      this.#run(() => {});
    } catch (error) {
      this.#operatorLog.error('New orders could not be written to their tables; the next write tries again.', error);
    } finally {
      this.#syncEach.run();
    }
  }

  /** What the last run left behind between an order's note and its tables. */
  #completeNotes(): void {
    const left = this.#context.statements.query<object>()((db) =>
      db.selectFrom('order_notes').select('note').orderBy('seq'),
    );
    try {
      this.#notes = left.all({}).map(({ note }) => OrderNote.read(note, this.#context));
      if (this.#notes.length > 0) this.#run(() => {});
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw storeDamaged(this.#file, `what is noted of an order on its way does not fit: ${String(error)}`);
    }
  }

  #writeNotes(): void {
    if (this.#notes.length === 0) return;
    for (const note of this.#notes) note.write(this.#repositories);
    this.#dropNotes({});
  }

  /** Undoes in memory what SQLite undoes on disk. */
  #allOrNothing<T>(work: () => T): T {
    if (this.#database.inTransaction) throw new Error('A transaction is open already: it is not re-entrant.');
    const { outbox } = this.#context;
    const { logs, orders, risk, strategies } = this.#repositories;
    const before = { seq: outbox.lastSeq, size: outbox.size, head: logs.head };
    try {
      return work();
    } catch (error) {
      // SQLite itself has rolled back already on some errors, a full disk among them.
      if (this.#database.inTransaction) this.#rollback.run();
      orders.discard();
      risk.discard();
      strategies.discard();
      outbox.discard(before);
      logs.head = before.head;
      logs.takeFresh();
      throw storeError(error, this.#file);
    }
  }

  #committed(): void {
    this.#noteHead();
    this.#checkpoint.committed();
    for (const entry of this.#repositories.logs.takeFresh()) this.#say(entry);
  }

  /** A journal that was found cut stays as far behind its anchor: each start says so until somebody has acted on it. */
  #noteHead(): void {
    this.#anchor?.write(this.#context.outbox.lastSeq + this.#lost);
  }

  #saveHeads(): void {
    const { outbox } = this.#context;
    const { head } = this.#repositories.logs;
    this.#saveDevice({
      last_hlc: outbox.lastHlc,
      outbox_seq: outbox.lastSeq,
      log_seq: head.seq,
      log_hash: head.hash,
    });
  }

  /** A subscriber that throws must not make a durable transaction look like a failed one. */
  #say(entry: LogEntry): void {
    try {
      this.logged.emit(entry);
    } catch (error) {
      this.#operatorLog.error(`A subscriber of the log failed at entry ${entry.seq}.`, error);
    }
  }
}

function synchronous<T>(result: T): T {
  if (result instanceof Promise) throw new Error('A transaction is synchronous: await nothing inside it.');
  return result;
}

function isFull(error: unknown): boolean {
  return error instanceof AppError && error.details['sqlite'] === 'SQLITE_FULL';
}

function waiting(statements: Statements): number {
  const count = statements.query<object>()((db) =>
    db
      .selectFrom('outbox')
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .where('state', '=', 'pending'),
  );
  return count.get({})!.rows;
}
