import type { SqlResult, SqlTable } from '../../../contract/sql.ts';
import type { Clock } from '../core/clock.ts';
import type { BookTable, DeskStore } from '../store/desk-store.ts';
import type { BookRows, TickStore } from '../store/tick-store.ts';

/** Rows of the books read at a time: some milliseconds, between which orders go their way. */
const PAGE_ROWS = 2_000;

/** SQL over market and books: two stores, asked as one. Nothing can be changed by it. */
export class AskBySql {
  readonly #clock: Clock;
  readonly #store: DeskStore;
  readonly #ticks: TickStore;

  constructor({ clock, store, ticks }: { clock: Clock; store: DeskStore; ticks: TickStore }) {
    this.#clock = clock;
    this.#store = store;
    this.#ticks = ticks;
  }

  async tables(): Promise<SqlTable[]> {
    const books = this.#store.bookTables().map((table) => ({ ...table, of: 'books' as const }));
    return [...(await this.#ticks.marketTables()), ...books];
  }

  /** One SELECT, at most `limit` rows of it. @throws AppError SQL_INVALID, SQL_REFUSED, SQL_TOO_LONG */
  async run(sql: string, limit: number): Promise<SqlResult> {
    const known = (await this.tables()).map(({ name }) => name);
    const names = await this.#ticks.sqlNames(sql, known);
    const books: BookRows[] = [];
    for (const table of this.#store.bookTables()) {
      if (names.includes(table.name)) books.push({ ...table, rows: await this.#rowsOf(table) });
    }
    return this.#ticks.sql(sql, limit, books);
  }

  async #rowsOf(table: BookTable): Promise<BookRows['rows']> {
    const pages: BookRows['rows'][] = [];
    for (let after: number | null = 0; after !== null;) {
      const { rows, last } = this.#store.bookPage(table, after, PAGE_ROWS);
      pages.push(rows);
      after = last;
      if (after !== null) await new Promise<void>((resolve) => this.#clock.setTimeout(resolve, 0));
    }
    return pages.flat();
  }
}
