/** A text literal: quotes doubled, which in DuckDB's standard strings is the whole of escaping. */
export function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A column or table name. */
export function sqlName(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
