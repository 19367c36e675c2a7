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
import type { JournalEntry, OrderRecord, TradeRecord } from '../../domain/order.ts';
import type { PositionRecord } from '../../domain/position.ts';
import { HybridClock } from '../../sync/hlc.ts';
import { Outbox } from '../../sync/outbox.ts';
import type { AccountRecord, BracketRecord, DeskStore, DeskTransaction, LocalIdentity } from '../desk-store.ts';
import type { RiskStateRecord } from '../../domain/risk-state.ts';
import { Ballast } from './ballast.ts';
import type { DeskContext } from './desk-context.ts';
import { SqliteDeskTransaction } from './desk-transaction.ts';
import { newIdentity, writeIdentity } from './first-run.ts';
import { schemaVersion } from './migrate.ts';
import { QuietCheckpoint } from './quiet-checkpoint.ts';
import { openRepositories } from './repositories.ts';
import type { Repositories } from './repositories.ts';
import { Statements } from './statements.ts';
import type { Row } from './statements.ts';
import { storeError } from './store-error.ts';

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
const DISK_FULL =
  'The disk is full. Space kept for this is used now: exits and cancels work, entries wait until space is freed.';

/** The desk's relational store on a migrated connection that it alone owns; see `openDeskStore`. */
export class SqliteDeskStore implements DeskStore {
  readonly identity: LocalIdentity;
  readonly logged = new Signal<LogEntry>();
  readonly #database: Database.Database;
  readonly #file: string;
  readonly #operatorLog: OperatorLog;
  readonly #context: DeskContext;
  readonly #repositories: Repositories;
  readonly #transaction: SqliteDeskTransaction;
  readonly #begin;
  readonly #commit;
  readonly #rollback;
  readonly #saveDevice;
  readonly #checkpoint: QuietCheckpoint;
  /** Null for a database in memory. */
  readonly #ballast: Ballast | null;
  #roomAskedAt = 0;

  constructor(database: Database.Database, { file, clock, ids, operatorLog }: Required<DeskStoreOptions>) {
    this.#database = database;
    this.#file = file;
    this.#operatorLog = operatorLog;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#rollback = database.prepare('ROLLBACK');

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
    this.#context = { statements, outbox, clock, ids, identity: this.identity };
    const logHead = device === undefined ? LOG_GENESIS : { seq: device.log_seq, hash: device.log_hash };
    this.#repositories = openRepositories(this.#context, logHead);
    this.#transaction = new SqliteDeskTransaction(this.#context, this.#repositories);
    this.#checkpoint = new QuietCheckpoint(database, clock, operatorLog, () => this.#run(() => this.#saveHeads()));
    if (device === undefined) this.#run(() => writeIdentity(this.#context, this.#repositories));
    this.#ballast = file === ':memory:' ? null : new Ballast(`${file}-ballast`);
    this.#ballast?.fill();
  }

  transaction<T>(work: (tx: DeskTransaction) => T): T {
    try {
      return this.#run(() => work(this.#transaction));
    } catch (error) {
      if (!isFull(error) || this.#ballast?.release() !== true) throw error;
      const result = this.#run(() => work(this.#transaction));
      this.#run(() => this.#transaction.log('system', DISK_FULL));
      return result;
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

  positions(accountId: string): PositionRecord[] {
    return this.#repositories.positions.ofAccount(accountId);
  }

  brackets(accountId: string): BracketRecord[] {
    return this.#repositories.brackets.ofAccount(accountId);
  }

  riskState(accountId: string): RiskStateRecord | null {
    return this.#repositories.risk.state(accountId);
  }

  limits(userId: string): Limits {
    return this.#repositories.risk.limits(userId);
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

  outboxSize(): number {
    return this.#context.outbox.size;
  }

  close(): void {
    this.#checkpoint.close();
    this.#database.close();
  }

  #run<T>(work: () => T): T {
    if (this.#database.inTransaction) throw new Error('A transaction is open already: it is not re-entrant.');
    const { outbox } = this.#context;
    const { logs, orders, risk } = this.#repositories;
    const before = { seq: outbox.lastSeq, size: outbox.size, head: logs.head };
    let result: T;
    try {
      this.#begin.run();
      result = work();
      if (result instanceof Promise) throw new Error('A transaction is synchronous: await nothing inside it.');
      orders.flush();
      if (outbox.lastSeq !== before.seq) {
        outbox.flush();
        this.#saveHeads();
      }
      this.#commit.run();
    } catch (error) {
      // SQLite itself has rolled back already on some errors, a full disk among them.
      if (this.#database.inTransaction) this.#rollback.run();
      orders.discard();
      risk.discard();
      outbox.discard(before);
      logs.head = before.head;
      logs.takeFresh();
      throw storeError(error, this.#file);
    }
    this.#checkpoint.committed();
    for (const entry of logs.takeFresh()) this.#say(entry);
    return result;
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
