import type { ImportReport } from '../../contract/desk.ts';
import { count, textTable } from './text-table.ts';

/** What an import did, as a table a person reads: what was read, kept, marked and refused. */
export function importReport(report: ImportReport): string {
  const rows = [
    ['Read', count(report.rowsRead), ''],
    ['Kept', count(report.rowsKept), report.replaced ? 'replaces the rows of its earlier import' : ''],
    ...report.flagged.map(({ label, rows, treatment }) => [`Marked: ${label}`, count(rows), treatment]),
    ...report.refused.map(({ label, rows, example }) => [`Refused: ${label}`, count(rows), `e.g. ${example}`]),
  ];
  return [
    `${report.file} → ${report.source}`,
    '',
    textTable(['Rows', 'Count', 'What was done'], rows, [1]),
    '',
    `${count(report.symbols)} symbols, ${daysText(report.days)}, in ${report.seconds.toFixed(1)} s`,
  ].join('\n');
}

const MOST_NAMED = 5;

function daysText(days: readonly string[]): string {
  if (days.length === 0) return 'no day';
  return days.length <= MOST_NAMED ? days.join(', ') : `${count(days.length)} days from ${days[0]!} to ${days.at(-1)!}`;
}
