import type { DuckDBConnection } from '@duckdb/node-api';
import { AppError } from '../../core/app-error.ts';

/** Functions in FROM that make rows of nothing but their arguments. */
const ROW_MAKERS = new Set(['range', 'generate_series', 'unnest']);

/** No name of a file that DuckDB would open: these have a dot. */
const PLAIN_NAME = /^[a-z_]\w*$/;

/** What of DuckDB's parse tree matters here. */
interface Parsed {
  error: boolean;
  error_message?: string;
  statements?: unknown[];
}

/**
 * Reads one statement and gives the tables it names, in lower case. Nothing but a SELECT over `known` tables passes: no file, no
 * setting, no table of the store's own.
 *
 * @throws AppError SQL_INVALID, SQL_REFUSED
 */
export async function tablesOf(connection: DuckDBConnection, sql: string, known: readonly string[]): Promise<string[]> {
  const reader = await connection.runAndReadAll('SELECT json_serialize_sql($sql::VARCHAR)', { sql });
  const parsed = JSON.parse(String(reader.getRows()[0]![0])) as Parsed;
  const statements = parsed.statements ?? [];
  if (parsed.error) throw refusalOf(parsed.error_message ?? 'it cannot be read');
  if (statements.length !== 1) {
    throw new AppError(
      'SQL_REFUSED',
      `One statement at a time: this text has ${statements.length}. Run them one by one.`,
    );
  }
  const named = { tables: new Set<string>(), own: new Set<string>(), makers: new Set<string>() };
  collect(statements[0], named);
  for (const maker of named.makers) {
    if (ROW_MAKERS.has(maker)) continue;
    throw new AppError(
      'SQL_REFUSED',
      `${maker}() is not offered in FROM: a query reads the tables of the desk alone (${known.join(', ')}).`,
      { function: maker },
    );
  }
  const odd = [...named.own].find((name) => !PLAIN_NAME.test(name));
  if (odd !== undefined) {
    throw new AppError('SQL_REFUSED', `WITH “${odd}” is no plain name: use letters, digits and _ alone.`, {
      name: odd,
    });
  }
  const asked = [...named.tables].filter((table) => !named.own.has(table));
  const stranger = asked.find((table) => !known.includes(table));
  if (stranger !== undefined) {
    throw new AppError('SQL_REFUSED', `There is no table “${stranger}”. There are: ${known.join(', ')}.`, {
      table: stranger,
    });
  }
  return asked;
}

/** Names of tables, of the statement's own WITH tables, and of functions in FROM. */
function collect(node: unknown, named: { tables: Set<string>; own: Set<string>; makers: Set<string> }): void {
  if (Array.isArray(node)) {
    for (const item of node) collect(item, named);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const {
    type,
    table_name: table,
    function: call,
    cte_map: own,
  } = node as {
    type?: string;
    table_name?: string;
    function?: { function_name?: string };
    cte_map?: { map: { key: string }[] };
  };
  if ((type === 'BASE_TABLE' || type === 'SHOW_REF') && table) named.tables.add(table.toLowerCase());
  if (type === 'TABLE_FUNCTION') named.makers.add(call?.function_name?.toLowerCase() ?? 'a function');
  for (const { key } of own?.map ?? []) named.own.add(key.toLowerCase());
  for (const value of Object.values(node)) collect(value, named);
}

function refusalOf(words: string): AppError {
  if (/only select/i.test(words)) {
    return new AppError('SQL_REFUSED', 'Only a SELECT is run here: the desk is read, never changed, by SQL.');
  }
  return new AppError('SQL_INVALID', `The query cannot be read: ${words}.`, { cause: words });
}
