import type { ImportReport } from '../../../../contract/desk.ts';
import { AppError } from '../../core/app-error.ts';
import { REJECTS_TABLE } from './import-file.ts';
import { refused } from './import-refusal.ts';
import type { ImportRun } from './import-run.ts';
import type { ImportFile } from './import-source.ts';

/** The rows of import_rows that are not kept, by reason, and the lines that were no rows at all. */
export async function refusedRows(
  run: ImportRun,
  file: ImportFile,
  labels: Readonly<Record<string, string>>,
): Promise<ImportReport['refused']> {
  const found = await run.rows(
    `SELECT reason, count(*)::DOUBLE, arg_min(shown, rn) FROM import_rows WHERE reason IS NOT NULL
     GROUP BY reason ORDER BY 2 DESC, 1`,
  );
  const refusals = found.map(([code, rows, example]) => ({
    code: String(code),
    label: labels[String(code)]!,
    rows: Number(rows),
    example: String(example),
  }));
  if (!file.textual) return refusals;
  const [malformed] = await run.rows(
    `SELECT count(DISTINCT line)::DOUBLE, min(line)::DOUBLE, arg_min(csv_line, line) FROM ${REJECTS_TABLE}`,
  );
  const rows = Number(malformed![0]);
  if (rows === 0) return refusals;
  const example = `Line ${Number(malformed![1])}: ${String(malformed![2])}`;
  return [...refusals, { code: 'ROW_MALFORMED', label: labels['ROW_MALFORMED']!, rows, example }];
}

/** Why nothing of the file can be kept. */
export function noRows(file: ImportFile, refusals: ImportReport['refused']): AppError {
  const worst = refusals[0];
  if (worst === undefined) return refused(file.path, `${file.name} has columns but no rows.`);
  return new AppError(
    'IMPORT_FILE',
    `No row of ${file.name} can be kept. ${worst.label} in ${worst.rows} rows, e.g. ${worst.example}. Check the chosen columns.`,
    { path: file.path, refused: refusals },
  );
}
