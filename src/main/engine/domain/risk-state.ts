import type { TradingState } from '../../../contract/enums.ts';

/** The trading state of one account, persisted before it acts. */
export interface RiskStateRecord {
  accountId: string;
  state: TradingState;
  since: number;
  reason: string | null;
  /** True while a square-off that was begun is not finished. */
  squareOffPending: boolean;
}
