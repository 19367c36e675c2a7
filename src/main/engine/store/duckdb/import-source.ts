import { sqlName } from './sql-text.ts';

export interface FileColumn {
  name: string;
  /** As DuckDB names it; of a CSV, what its text looks like. */
  type: string;
}

/** A CSV, Parquet or JSON file that can be read. */
export interface ImportFile {
  path: string;
  name: string;
  columns: FileColumn[];
  /** True when values arrive as text (CSV), whatever they look like. */
  textual: boolean;
  /** A FROM item that gives the file's columns and `rn`, the row counted from 1 in the file's order. */
  relation: string;
}

/** The SQL name of a column that the file must have. */
export function columnOf(file: ImportFile, name: string): { sql: string; type: string } {
  const column = file.columns.find((candidate) => candidate.name === name)!;
  return { sql: `f.${sqlName(name)}`, type: file.textual ? 'VARCHAR' : column.type };
}
