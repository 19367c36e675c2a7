import type { AlertState, AlertTerms } from '../../../contract/alerts.ts';
import type { Instrument } from '../../../contract/market.ts';
import type { LogType } from '../../../contract/enums.ts';
import type { LogEntry, Watchlist } from '../../../contract/desk.ts';
import type { LockScope, LockTerms } from '../../../contract/protection.ts';
import type { TripNote } from '../../../contract/trade-journal.ts';
import type { LimitChanges, LimitKey, Limits } from '../../../contract/risk.ts';
import type { Signal } from '../core/signal.ts';
import type { BrokerFill, BrokerOrder } from '../brokers/broker.ts';
import type { Booking, SettlementRecord } from '../domain/daily-settlement.ts';
import type { JournalEntry, OrderRecord, TradeRecord } from '../domain/order.ts';
import type { PositionRecord } from '../domain/position.ts';
import type { LockState } from '../domain/profit-lock.ts';
import type { SetStop } from '../domain/stop-in-force.ts';
import type { RiskDayRecord, RiskLockRecord, RiskStateRecord } from '../domain/risk-state.ts';

/** A broker account of the desk: `accounts` joined with its `brokers` row. */
export interface AccountRecord {
  id: string;
  brokerId: string;
  userId: string;
  brokerName: string;
  clientCode: string;
  /** Paise. */
  margin: number;
  currency: string;
  createdAt: number;
}

/** The armed target and stop of an entry order; what a trail makes of the stop is `stopInForce`. */
export interface BracketRecord extends SetStop {
  entryOrderId: string;
  accountId: string;
  instrumentId: number;
  /** Paise; null when that side is off. */
  tpPrice: number | null;
  /**
   * ARMED: watching, also before the entry has filled when it is to trail. FIRED: its exit order is out (`exitOrderId`).
   * DONE: over.
   */
  state: 'ARMED' | 'FIRED' | 'DONE';
  exitOrderId: string | null;
  updatedAt: number;
}

/** A profit lock of a position or a strategy, and how far it has come. */
export interface ProfitLockRecord {
  id: string;
  accountId: string;
  scope: LockScope;
  terms: LockTerms;
  lock: LockState;
  /** ARMED: watching. EXITING: hit, its scope is being closed. DONE: over. */
  state: 'ARMED' | 'EXITING' | 'DONE';
  /** When it was armed, epoch ms. */
  since: number;
  updatedAt: number;
}

/** A strategy, to which orders, limits and locks may belong. */
export interface StrategyRecord {
  id: string;
  userId: string;
  name: string;
  type: 'built-in' | 'custom' | 'connector';
  params: Record<string, unknown>;
  status: 'active' | 'stopped';
  createdAt: number;
}

/** Whose limits: a user's own, or those of one strategy; as the trader set them, or as the owner caps them. */
export interface LimitScope {
  userId: string;
  strategyId?: string | null;
  keptBy?: 'SELF' | 'OWNER';
}

/** A loosened limit that waits for its time. */
export interface PendingLimit {
  key: LimitKey;
  value: number | null;
  /** Epoch ms. */
  from: number;
}

/** An alert and how far it has come. */
export interface AlertRecord {
  id: string;
  terms: AlertTerms;
  state: AlertState | 'REMOVED';
  /** How often it fired. */
  firings: number;
  /** The last firing that a window has told. */
  told: number;
  /** Epoch ms. */
  lastFiredAt: number | null;
  lastValue: number | null;
  createdAt: number;
}

/** What was written of a round trip. */
export interface TripNoteRecord extends TripNote {
  /** Epoch ms. */
  updatedAt: number;
}

/** An instrument before it has our id. */
export type NewInstrument = Omit<Instrument, 'id'>;

/** The identities that exist from the first start, so that no foreign key is faked. */
export interface LocalIdentity {
  userId: string;
  workspaceId: string;
  brokerId: string;
  accountId: string;
  deviceId: string;
}

/**
 * One synchronous transaction on desk.db: durable when `transaction` returns. Every write appends its outbox row;
 * an order, rms, auth or broker act also says its line with `log`, which joins the hash chain in the same transaction.
 */
export interface DeskTransaction {
  saveOrder(order: OrderRecord): void;
  appendJournal(entry: JournalEntry): void;
  appendTrade(trade: TradeRecord): void;
  appendSettlement(settlement: SettlementRecord): void;
  /** @param mark price (paise) at which the `pnl` column counts what is open; without it, what is realised */
  savePosition(position: PositionRecord, mark?: number | null): void;
  saveBracket(bracket: BracketRecord): void;
  saveProfitLock(lock: ProfitLockRecord): void;
  saveStrategy(strategy: StrategyRecord): void;
  saveRiskState(state: RiskStateRecord): void;
  saveRiskDay(day: RiskDayRecord): void;
  saveRiskLock(lock: RiskLockRecord): void;
  /**
   * Adds a row to rms_rules, in force from now on; limits that it does not name stay as they were, and what is named in
   * `later` waits until its time unless a newer row names it first. A bare string is a user's own scope.
   */
  saveLimits(scope: string | LimitScope, changes: LimitChanges, later?: readonly PendingLimit[]): void;
  saveAccountMargin(accountId: string, margin: number): void;
  /** Adds a broker login and its account (a replay run has its own). */
  createAccount(account: { brokerName: string; clientCode: string; margin: number }): AccountRecord;
  saveAlert(alert: AlertRecord): void;
  /** Number `firings` of an alert, at its `lastFiredAt` and `lastValue`; throws when there is one of that number. */
  appendAlertFiring(alert: AlertRecord): void;
  /** The trip is named by the order that opened it. */
  saveTripNote(note: TripNote): void;
  saveWatchlist(watchlist: Watchlist): void;
  saveSetting(key: string, value: unknown): void;
  /** Instruments by exchange + symbol: known ones keep their id and take the new lot, tick and freeze. Not synced. */
  upsertInstruments(instruments: readonly NewInstrument[]): Instrument[];
  log(type: LogType, message: string): LogEntry;
  /** The paper broker's own durable book; it is the broker's truth, not ours. Not synced. */
  savePaperOrder(accountId: string, order: BrokerOrder): void;
  appendPaperFill(accountId: string, fill: BrokerFill): void;
}

/** A table that can be asked by SQL, without the columns that would give a secret away. */
export interface BookTable {
  name: string;
  columns: { name: string; type: 'INTEGER' | 'REAL' | 'TEXT' }[];
}

export interface BookPage {
  rows: (number | string | null)[][];
  /** Where the next page begins; null: this was the last. */
  last: number | null;
}

/** What the placing of orders writes; each journal begins with its intent. */
export interface NewOrders extends Pick<DeskTransaction, 'saveOrder' | 'appendJournal' | 'saveBracket'> {
  log(type: LogType, message: string): void;
}

export interface DeskStore {
  readonly identity: LocalIdentity;
  /** What was found missing when it was opened, the rest of a sentence; null: nothing. Entries wait while there is one. */
  readonly damage: string | null;
  /** Each log line, after the transaction that wrote it is durable; never from inside one. */
  readonly logged: Signal<LogEntry>;
  /**
   * Runs `work` in one IMMEDIATE transaction; throws AppError JOURNAL_UNAVAILABLE when the disk refuses. Not re-entrant.
   */
  transaction<T>(work: (tx: DeskTransaction) => T): T;
  /**
   * Makes new orders durable as one short note, runs `onDurable`, in which they leave, and brings them into their tables
   * at once, or at the next start. Throws as `transaction` does, with nothing noted; what `onDurable` throws comes after.
   */
  noteOrders(work: (note: NewOrders) => void, onDurable: () => void): void;

  /** False from when the disk was full until there is space again: what is left is for exits and cancels. */
  hasRoomForEntries(): boolean;

  account(accountId: string): AccountRecord;
  /** Orders of an account created since `since` (epoch ms), and every one still live whatever its age; oldest first. */
  orders(accountId: string, since: number): OrderRecord[];
  orderByIntent(accountId: string, intentId: string): OrderRecord | null;
  /** The order a broker's row speaks of, by our tag or by the broker's id; reads every order of the account. */
  orderByBrokerRow(accountId: string, row: { tag: string | null; brokerOrderId: string }): OrderRecord | null;
  journal(orderId: string): JournalEntry[];
  /** Fills of an account since `since`, oldest first. */
  trades(accountId: string, since: number): TradeRecord[];
  /** The same in the order they were booked: a bust stands where it was learned, whatever the clocks said. */
  tradesAsBooked(accountId: string, since: number): TradeRecord[];
  /** Every fill and daily settlement of an account, in the order they were booked: a position is the fold of its own. */
  bookings(accountId: string): Booking[];
  positions(accountId: string): PositionRecord[];
  brackets(accountId: string): BracketRecord[];
  /** The profit locks of an account that are not over, the oldest first. */
  profitLocks(accountId: string): ProfitLockRecord[];
  /** The strategies of the desk's user, the oldest first. */
  strategies(): StrategyRecord[];
  riskState(accountId: string): RiskStateRecord | null;
  /** How an account's day (IST, `YYYY-MM-DD`) went; a new one when nothing was saved. */
  riskDay(accountId: string, day: string): RiskDayRecord;
  /** What keeps entries of an account out now, the oldest first. */
  riskLocks(accountId: string): RiskLockRecord[];
  /** In force for a user, or for one of the user's strategies: the tighter of what was set and the owner's caps. */
  limits(userId: string, strategyId?: string | null): Limits;
  /** What a user loosened and waits, soonest first. */
  pendingLimits(userId: string): PendingLimit[];
  /** The alerts that were not removed, the oldest first; not those on what this desk has never met. */
  alerts(): AlertRecord[];
  /** Also one that was removed; null when there never was one of that id. */
  alert(id: string): AlertRecord | null;
  /** What was written of the round trips of an account. */
  tripNotes(accountId: string): TripNoteRecord[];
  watchlists(): Watchlist[];
  /** Null when it was never saved. */
  setting(key: string): unknown;
  instruments(): Instrument[];
  paperBook(accountId: string): { orders: BrokerOrder[]; fills: BrokerFill[] };
  /** Entries with seq < `beforeSeq` (null: the newest), newest first. */
  logs(beforeSeq: number | null, limit: number): LogEntry[];
  /** Walks the hash chain; names the first broken, missing or forked entry. */
  verifyLogs(): { ok: boolean; entries: number; message: string };
  /** The tables that can be asked by SQL, and a page of one from behind row `after` (0: the first). */
  bookTables(): BookTable[];
  bookPage(table: BookTable, after: number, limit: number): BookPage;
  outboxSize(): number;
  close(): void;
}
