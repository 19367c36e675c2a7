import type { LockKind, RiskLock } from '../../../contract/risk.ts';
import type { TradingState } from '../../../contract/enums.ts';
import type { LockState } from './profit-lock.ts';

/** How far a halt reaches: one account, all of one broker login, all there are. A strategy is locked instead. */
export type KillLevel = 'ACCOUNT' | 'BROKER' | 'EVERYTHING';

/** The trading state of one account, persisted before it acts. */
export interface RiskStateRecord {
  accountId: string;
  state: TradingState;
  since: number;
  reason: string | null;
  level: KillLevel;
  /** True while a square-off that was begun is not finished. */
  squareOffPending: boolean;
  /** What the ids of its orders are made of, so that a restart goes on with the same square-off. */
  squareOffId: string | null;
}

/** How a day went so far, as far as it cannot be told from its trades. */
export interface RiskDayRecord {
  accountId: string;
  /** IST, `YYYY-MM-DD`. */
  day: string;
  /** The best net of the day, realised + unrealised − charges; paise, 0 at the least. */
  peakNet: number;
  profitLock: LockState;
}

/** What keeps entries out: of the account, or of one strategy. */
export interface RiskLockRecord extends Omit<RiskLock, 'strategy'> {
  kind: LockKind;
  accountId: string;
  strategyId: string | null;
  openedAt: number | null;
  openedBecause: string | null;
}
