import type Database from 'better-sqlite3';
import type { BookPage, BookTable } from '../desk-store.ts';

/** The tables of desk.db that may be asked by SQL. What only the store needs, and what would give a secret away, is not among them. */
const BOOK_TABLES = [
  'accounts',
  'alert_firings',
  'alerts',
  'brackets',
  'brokers',
  'daily_settlements',
  'instruments',
  'logs',
  'order_events',
  'orders',
  'positions',
  'profit_locks',
  'risk_days',
  'risk_locks',
  'risk_states',
  'rms_rules',
  'strategies',
  'subscriptions',
  'trades',
  'trip_notes',
  'users',
  'watchlists',
  'workspaces',
] as const;

const SECRET = new Set(['users.password_hash', 'brokers.session_token']);

/** Reads the tables of desk.db whole, for whoever asks them by SQL. */
export class BookTables {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
  }

  list(): BookTable[] {
    return BOOK_TABLES.map((name) => ({ name, columns: this.#columns(name) }));
  }

  /** At most `limit` rows behind row number `after`, in the order in which they were written. */
  page({ name, columns }: BookTable, after: number, limit: number): BookPage {
    if (!(BOOK_TABLES as readonly string[]).includes(name)) throw new Error(`${name} is no table of the books.`);
    const list = columns.map((column) => `"${column.name}"`).join(', ');
    const rows = this.#database
      .prepare<[number, number], unknown[]>(`SELECT rowid, ${list} FROM ${name} WHERE rowid > ? ORDER BY rowid LIMIT ?`)
      .raw()
      .all(after, limit);
    const last = rows.length < limit ? null : Number(rows.at(-1)![0]);
    return { rows: rows.map(([, ...cells]) => cells as BookPage['rows'][number]), last };
  }

  #columns(name: string): BookTable['columns'] {
    const found = this.#database.pragma(`table_info(${name})`) as BookTable['columns'];
    return found
      .filter((column) => !SECRET.has(`${name}.${column.name}`))
      .map(({ name: column, type }) => ({ name: column, type }));
  }
}
