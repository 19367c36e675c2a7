/** One numbered step of the tick database's layout, run in one transaction. Never edited once released. */
export interface DuckDbMigration {
  id: number;
  name: string;
  statements: readonly string[];
}
