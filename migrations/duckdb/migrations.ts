import type { DuckDbMigration } from './migration.ts';
import { tickStoreTables } from './0001-tick-store.ts';
import { minuteBars } from './0002-minute-bars.ts';
import { chainQuotes } from './0003-chain-quotes.ts';
import { archivedDays } from './0004-archived-days.ts';
import { givenVolatility } from './0005-given-volatility.ts';

/** Every step in order. A static list: files inside a packed app cannot be listed. */
export const duckDbMigrations: readonly DuckDbMigration[] = [
  tickStoreTables,
  minuteBars,
  chainQuotes,
  archivedDays,
  givenVolatility,
];
