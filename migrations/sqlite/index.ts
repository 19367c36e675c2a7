import * as users from './0001-users.ts';
import * as accounts from './0002-accounts.ts';
import * as strategies from './0003-strategies.ts';
import * as instruments from './0004-instruments.ts';
import * as orders from './0005-orders.ts';
import * as orderEvents from './0006-order-events.ts';
import * as trades from './0007-trades.ts';
import * as positions from './0008-positions.ts';
import * as brackets from './0009-brackets.ts';
import * as risk from './0010-risk.ts';
import * as logs from './0011-logs.ts';
import * as sync from './0012-sync.ts';
import * as preferences from './0013-preferences.ts';
import * as paperBook from './0014-paper-book.ts';
import * as riskRules from './0015-risk-rules.ts';
import * as orderParts from './0016-order-parts.ts';
import * as bracketStops from './0017-bracket-stops.ts';
import * as profitLocks from './0018-profit-locks.ts';
import * as dailySettlements from './0019-daily-settlements.ts';
import * as tripNotes from './0020-trip-notes.ts';
import * as alerts from './0021-alerts.ts';

/** One step of the schema of desk.db. Frozen once released: its SHA-256 is recorded in every file it touched. */
export interface Migration {
  /** `NNNN-name`; NNNN counts from 1 without a gap. */
  readonly name: string;
  readonly sql: string;
}

/** Every migration, oldest first. Listed statically, since files inside a package cannot be listed. */
export const MIGRATIONS: readonly Migration[] = [
  users,
  accounts,
  strategies,
  instruments,
  orders,
  orderEvents,
  trades,
  positions,
  brackets,
  risk,
  logs,
  sync,
  preferences,
  paperBook,
  riskRules,
  orderParts,
  bracketStops,
  profitLocks,
  dailySettlements,
  tripNotes,
  alerts,
];
