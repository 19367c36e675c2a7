import { SQL_MOST_ROWS, sqlQuerySchema } from '../../contract/sql.ts';
import type { SqlCell, SqlResult } from '../../contract/sql.ts';
import { AppError } from '../engine/core/app-error.ts';
import type { CliContext, DeskFlags } from './cli-context.ts';
import { textTable } from './text-table.ts';
import { withDesk } from './with-desk.ts';

export interface SqlFlags extends DeskFlags {
  limit: number;
  csv?: boolean;
  json?: boolean;
}

/** Prints what one SELECT gives, as a table, CSV or JSON. Gives the exit code. */
export function askSql(context: CliContext, sql: string, flags: SqlFlags): Promise<number> {
  return withDesk(context, flags, async ({ api }) => {
    const asked = sqlQuerySchema.safeParse({ sql, limit: flags.limit });
    if (!asked.success) {
      throw new AppError(
        'CALL_INVALID',
        `--limit takes 1 to ${SQL_MOST_ROWS} rows, and the query up to 20,000 characters.`,
      );
    }
    const result = await api.calls['sql.run'](asked.data);
    context.print(textOf(result, flags));
    if (result.cut)
      context.note(`There are more rows: the first ${flags.limit} are shown. --limit takes up to ${SQL_MOST_ROWS}.`);
    return 0;
  });
}

/** Prints the tables that can be asked and their columns. */
export function listTables(context: CliContext, flags: DeskFlags): Promise<number> {
  return withDesk(context, flags, async ({ api }) => {
    const tables = await api.calls['sql.tables']({});
    const rows = tables.flatMap(({ name, of, columns }) =>
      columns.map((column) => [of, name, column.name, column.type]),
    );
    context.print(textTable(['Of', 'Table', 'Column', 'Type'], rows));
    return 0;
  });
}

function textOf({ columns, rows }: SqlResult, { csv, json }: SqlFlags): string {
  const names = columns.map(({ name }) => name);
  if (json === true)
    return JSON.stringify(rows.map((row) => Object.fromEntries(row.map((cell, i) => [names[i]!, cell]))));
  if (csv === true) return [names, ...rows].map((row) => row.map(csvCell).join(',')).join('\n');
  const numbers = columns.flatMap(({ kind }, column) => (kind === 'number' ? [column] : []));
  return textTable(
    names,
    rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))),
    numbers,
  );
}

function csvCell(cell: SqlCell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
