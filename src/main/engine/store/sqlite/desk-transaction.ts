import type { LogEntry, Watchlist } from '../../../../contract/desk.ts';
import type { TripNote } from '../../../../contract/trade-journal.ts';
import type { LogType } from '../../../../contract/enums.ts';
import type { Instrument } from '../../../../contract/market.ts';
import type { LimitChanges } from '../../../../contract/risk.ts';
import type { BrokerFill, BrokerOrder } from '../../brokers/broker.ts';
import type { SettlementRecord } from '../../domain/daily-settlement.ts';
import type { JournalEntry, OrderRecord, TradeRecord } from '../../domain/order.ts';
import type { PositionRecord } from '../../domain/position.ts';
import type { RiskDayRecord, RiskLockRecord, RiskStateRecord } from '../../domain/risk-state.ts';
import type {
  AccountRecord,
  AlertRecord,
  BracketRecord,
  DeskTransaction,
  LimitScope,
  NewInstrument,
  PendingLimit,
  ProfitLockRecord,
  StrategyRecord,
} from '../desk-store.ts';
import type { DeskContext } from './desk-context.ts';
import type { Repositories } from './repositories.ts';

/** The writes of desk.db. One object serves every transaction; outside one, each of them throws. */
export class SqliteDeskTransaction implements DeskTransaction {
  readonly #context: DeskContext;
  readonly #repositories: Repositories;

  constructor(context: DeskContext, repositories: Repositories) {
    this.#context = context;
    this.#repositories = repositories;
  }

  saveOrder(order: OrderRecord): void {
    this.#repositories.orders.save(order);
  }

  appendJournal(entry: JournalEntry): void {
    this.#repositories.orders.appendJournal(entry);
  }

  appendTrade(trade: TradeRecord): void {
    this.#repositories.trades.append(trade);
  }

  appendSettlement(settlement: SettlementRecord): void {
    this.#repositories.settlements.append(settlement);
  }

  savePosition(position: PositionRecord, mark: number | null = null): void {
    this.#repositories.positions.save(position, mark);
  }

  saveBracket(bracket: BracketRecord): void {
    this.#repositories.brackets.save(bracket);
  }

  saveProfitLock(lock: ProfitLockRecord): void {
    this.#repositories.profitLocks.save(lock);
  }

  saveStrategy(strategy: StrategyRecord): void {
    this.#repositories.strategies.save(strategy);
  }

  saveRiskState(state: RiskStateRecord): void {
    this.#repositories.risk.saveState(state);
  }

  saveRiskDay(day: RiskDayRecord): void {
    this.#repositories.risk.saveDay(day);
  }

  saveRiskLock(lock: RiskLockRecord): void {
    this.#repositories.risk.saveLock(lock);
  }

  saveLimits(scope: string | LimitScope, changes: LimitChanges, later: readonly PendingLimit[] = []): void {
    this.#repositories.risk.saveLimits(typeof scope === 'string' ? { userId: scope } : scope, changes, later);
  }

  saveAccountMargin(accountId: string, margin: number): void {
    this.#repositories.accounts.saveMargin(accountId, margin);
  }

  createAccount(account: { brokerName: string; clientCode: string; margin: number }): AccountRecord {
    const { ids, identity } = this.#context;
    return this.#repositories.accounts.create({
      id: ids.uuid(),
      brokerId: ids.uuid(),
      userId: identity.userId,
      brokerName: account.brokerName,
      clientCode: account.clientCode,
      margin: account.margin,
      currency: 'INR',
    });
  }

  saveAlert(alert: AlertRecord): void {
    this.#repositories.alerts.save(alert);
  }

  appendAlertFiring(alert: AlertRecord): void {
    this.#repositories.alerts.appendFiring(alert);
  }

  saveTripNote(note: TripNote): void {
    this.#repositories.tripNotes.save(note);
  }

  saveWatchlist(watchlist: Watchlist): void {
    this.#repositories.watchlists.save(watchlist);
  }

  saveSetting(key: string, value: unknown): void {
    this.#repositories.settings.save(key, value);
  }

  upsertInstruments(instruments: readonly NewInstrument[]): Instrument[] {
    return instruments.map((instrument) => this.#repositories.instruments.upsert(instrument));
  }

  log(type: LogType, message: string): LogEntry {
    return this.#repositories.logs.append(type, message);
  }

  savePaperOrder(accountId: string, order: BrokerOrder): void {
    this.#repositories.paperBook.saveOrder(accountId, order);
  }

  appendPaperFill(accountId: string, fill: BrokerFill): void {
    this.#repositories.paperBook.appendFill(accountId, fill);
  }
}
