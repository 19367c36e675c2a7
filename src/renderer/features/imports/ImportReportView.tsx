import type { ImportReport } from '../../../contract/desk.ts';
import { dayMonthYear, quantity } from '../../ui/format.ts';

/** What an import read, kept, marked and refused. */
export function ImportReportView({ report }: { report: ImportReport }) {
  const { rowsRead, rowsKept, flagged, refused, days, symbols, seconds, replaced } = report;
  return (
    <div className="report selectable">
      <dl className="kv">
        <dt>File</dt>
        <dd>{report.file}</dd>
        <dt>Rows read</dt>
        <dd>{quantity(rowsRead)}</dd>
        <dt>Rows kept</dt>
        <dd className="b">{quantity(rowsKept)}</dd>
        <dt>Days</dt>
        <dd>{days.map(dayMonthYear).join(', ')}</dd>
        <dt>Symbols</dt>
        <dd>{quantity(symbols)}</dd>
        <dt>Took</dt>
        <dd>{seconds.toFixed(1)} s</dd>
      </dl>
      {replaced ? (
        <p className="warn">The same file was imported before: its rows were replaced, none is there twice.</p>
      ) : null}
      <ReportTable
        name="Kept with a mark"
        last="What was done"
        rows={flagged.map(({ treatment, ...row }) => ({ ...row, note: treatment }))}
        none="No row needed a mark."
      />
      <ReportTable
        name="Refused"
        last="Example"
        rows={refused.map(({ example, ...row }) => ({ ...row, note: example }))}
        none="No row was refused."
      />
    </div>
  );
}

interface ReportTableProps {
  name: string;
  last: string;
  rows: { code: string; label: string; rows: number; note: string }[];
  none: string;
}

function ReportTable({ name, last, rows, none }: ReportTableProps) {
  if (rows.length === 0) return <p className="sub">{none}</p>;
  return (
    <table aria-label={name}>
      <thead>
        <tr>
          <th className="l">{name}</th>
          <th>Rows</th>
          <th className="l">{last}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.code}>
            <td className="l" title={row.code}>
              {row.label}
            </td>
            <td>{quantity(row.rows)}</td>
            <td className="l t2 note" title={row.note}>
              {row.note}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
