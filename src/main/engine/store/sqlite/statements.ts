import type Database from 'better-sqlite3';
import { DummyDriver, Kysely, sql, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { Compilable, Insertable, Selectable } from 'kysely';
import type { DeskTables, TableName } from './tables.ts';

/** A row to insert; columns that the database numbers are left out. */
export type NewRow<T extends TableName> = Insertable<DeskTables[T]>;
export type Row<T extends TableName> = Selectable<DeskTables[T]>;

/** Where a parameter goes in a query that is compiled once. */
type SlotOf<Params> = <Name extends keyof Params & string>(name: Name) => Params[Name];
type Build<Params, Result> = (db: Kysely<DeskTables>, slot: SlotOf<Params>) => Compilable<Result>;

/** A compiled read. */
export interface Query<Params, Result> {
  all(params: Params): Result[];
  get(params: Params): Result | undefined;
  iterate(params: Params): IterableIterator<Result>;
}

/** Stands for a parameter while Kysely compiles; the value takes its place on each run. */
class Slot {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Enough for what one transaction of an order adds to a table. */
const ROWS_AT_ONCE = 4;

type AnyTables = Record<string, Record<string, unknown>>;

/**
 * Typed statements on one connection: Kysely builds and compiles each once, better-sqlite3 prepares each SQL text once
 * and runs it synchronously. A write outside a transaction throws, since it would be durable on its own.
 */
export class Statements {
  readonly #database: Database.Database;
  readonly #kysely = new Kysely<DeskTables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  readonly #prepared = new Map<string, Database.Statement>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /** Compiles a read with named parameters: `query<{ id: string }>()((db, slot) => …where('id', '=', slot('id')))`. */
  query<Params extends object>(): <Result>(build: Build<Params, Result>) => Query<Params, Result> {
    return <Result>(build: Build<Params, Result>) => {
      const { statement, bind } = this.#compile<Params>(build);
      return {
        all: (params) => statement.all(bind(params)) as Result[],
        get: (params) => statement.get(bind(params)) as Result | undefined,
        iterate: (params) => statement.iterate(bind(params)) as IterableIterator<Result>,
      };
    };
  }

  /** Compiles a write. */
  command<Params extends object>(): (build: Build<Params, unknown>) => (params: Params) => void {
    return (build) => {
      const { statement, bind } = this.#compile<Params>(build);
      return (params) => this.#write(statement, bind(params));
    };
  }

  insert<T extends TableName>(table: T): (row: NewRow<T>) => void {
    const columns = this.#columnsOf(table);
    return this.command<NewRow<T>>()((db) => anyTable(db).insertInto(table).values(slots(columns)));
  }

  /** Inserts rows that number themselves, up to ROWS_AT_ONCE with one statement. */
  insertAll<T extends TableName>(table: T): (rows: readonly NewRow<T>[]) => void {
    const columns = (this.#database.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
    const bySize = Array.from({ length: ROWS_AT_ONCE }, (_, index) => {
      const rows = Array.from({ length: index + 1 }, () => slots(columns));
      return this.#compile((db) => anyTable(db).insertInto(table).values(rows)).statement;
    });
    return (rows) => {
      for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
        const values: unknown[] = [];
        const end = Math.min(first + ROWS_AT_ONCE, rows.length);
        for (let index = first; index < end; index++) {
          const row = rows[index] as Record<string, unknown>;
          for (const column of columns) values.push(row[column]);
        }
        this.#write(bySize[end - first - 1]!, values);
      }
    };
  }

  /** Inserts a row, or replaces every column but `fixed` of the row with the same key. */
  upsert<T extends TableName>(
    table: T,
    key: readonly (keyof NewRow<T> & string)[],
    fixed: readonly (keyof NewRow<T> & string)[] = [],
  ): (row: NewRow<T>) => void {
    const columns = this.#columnsOf(table);
    const kept: readonly string[] = [...key, ...fixed];
    const changed = columns.filter((column) => !kept.includes(column));
    return this.command<NewRow<T>>()((db) =>
      anyTable(db)
        .insertInto(table as string)
        .values(slots(columns))
        .onConflict((conflict) =>
          conflict
            .columns([...key])
            .doUpdateSet(Object.fromEntries(changed.map((column) => [column, sql.ref(`excluded.${column}`)]))),
        ),
    );
  }

  /** The columns a row is written with: all but an INTEGER PRIMARY KEY, which the database numbers. */
  #columnsOf(table: TableName): string[] {
    const columns = this.#database.pragma(`table_info(${table})`) as { name: string; type: string; pk: number }[];
    const isOnlyKey = columns.filter(({ pk }) => pk > 0).length === 1;
    return columns.filter(({ type, pk }) => !(isOnlyKey && pk > 0 && type === 'INTEGER')).map(({ name }) => name);
  }

  #write(statement: Database.Statement, values: unknown[]): void {
    if (!this.#database.inTransaction) throw new Error('A write belongs into a transaction.');
    statement.run(values);
  }

  #compile<Params extends object>(build: Build<Params, unknown>) {
    const { sql: text, parameters } = build(this.#kysely, slotOf).compile();
    let statement = this.#prepared.get(text);
    if (statement === undefined) {
      statement = this.#database.prepare(text);
      this.#prepared.set(text, statement);
    }
    const names = parameters.map((value) => (value instanceof Slot ? value.name : null));
    const bind = (params: Params) =>
      names.map((name, index) => (name === null ? parameters[index] : (params as Record<string, unknown>)[name]));
    return { statement, bind };
  }
}

function slotOf(name: string): never {
  return new Slot(name) as never;
}

function slots(columns: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(columns.map((column) => [column, new Slot(column)]));
}

/** The builder for a table known only by name; the callers' types cover its rows. */
function anyTable(db: Kysely<DeskTables>): Kysely<AnyTables> {
  return db as unknown as Kysely<AnyTables>;
}
