import type { LogHead } from '../../audit/log-chain.ts';
import { AccountRepository } from './account-repository.ts';
import { AlertRepository } from './alert-repository.ts';
import { BracketRepository } from './bracket-repository.ts';
import type { DeskContext } from './desk-context.ts';
import { InstrumentRepository } from './instrument-repository.ts';
import { LogRepository } from './log-repository.ts';
import { OrderRepository } from './order-repository.ts';
import { PaperBookRepository } from './paper-book-repository.ts';
import { PositionRepository } from './position-repository.ts';
import { ProfitLockRepository } from './profit-lock-repository.ts';
import { RiskRepository } from './risk-repository.ts';
import { SettingRepository } from './setting-repository.ts';
import { SettlementRepository } from './settlement-repository.ts';
import { StrategyRepository } from './strategy-repository.ts';
import { TradeRepository } from './trade-repository.ts';
import { TripNoteRepository } from './trip-note-repository.ts';
import { WatchlistRepository } from './watchlist-repository.ts';

export type Repositories = ReturnType<typeof openRepositories>;

/** One repository per aggregate, all on one connection. */
export function openRepositories(context: DeskContext, logHead: LogHead) {
  return {
    accounts: new AccountRepository(context),
    alerts: new AlertRepository(context),
    brackets: new BracketRepository(context),
    instruments: new InstrumentRepository(context),
    logs: new LogRepository(context, logHead),
    orders: new OrderRepository(context),
    paperBook: new PaperBookRepository(context),
    positions: new PositionRepository(context),
    profitLocks: new ProfitLockRepository(context),
    risk: new RiskRepository(context),
    settings: new SettingRepository(context),
    settlements: new SettlementRepository(context),
    strategies: new StrategyRepository(context),
    trades: new TradeRepository(context),
    tripNotes: new TripNoteRepository(context),
    watchlists: new WatchlistRepository(context),
  };
}
