import type { DuckDBConnection } from '@duckdb/node-api';
import { openImportFile, reading } from './import-file.ts';
import { guessMapping } from './import-mapping.ts';
import { sqlName } from './sql-text.ts';
import type { FileSummary } from './tick-store-protocol.ts';

/** The columns of a file with a sample each, its rows, and the mapping that its column names suggest. */
export async function inspectFile(connection: DuckDBConnection, path: string): Promise<FileSummary> {
  const file = await openImportFile(connection, path);
  const samples = file.columns.map(({ name }) => `any_value(${sqlName(name)}::VARCHAR)`);
  const [sample, counted] = await reading(file.name, file.path, async () => {
    const first = await connection.runAndReadAll(
      `SELECT ${samples.join(', ')} FROM (SELECT * FROM ${file.relation} LIMIT 100)`,
    );
    const count = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${file.relation}`);
    return [first.getRows()[0]!, count.getRows()[0]!];
  });
  const rows = Number(counted![0]);
  const columns = file.columns.map(({ name, type }, index) => ({ name, type, sample: textOf(sample![index]) }));
  const { mapping, problem } = guessMapping(file.columns);
  return { columns, rows, mapping, problem: rows === 0 ? `${file.name} has columns but no rows.` : problem };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
