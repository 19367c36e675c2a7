/** A column of a CSV file. Figures are plain numbers with a point, so that a spreadsheet reads them. */
export interface CsvColumn<Row> {
  head: string;
  cell: (row: Row) => string | number | null;
}

/** RFC 4180 text with a head line. A cell that a spreadsheet would run as a formula is kept as text. */
export function toCsv<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const lines = [columns.map(({ head }) => quoted(head))];
  for (const row of rows) lines.push(columns.map(({ cell }) => quoted(cell(row))));
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

/** Paise as rupees for a CSV cell: `-1234.50`. */
export function csvRupees(paise: number | null): string | null {
  return paise === null ? null : (paise / 100).toFixed(2);
}

function quoted(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+@\t\r]|^-(?![\d.]+$)/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hands a file to the person through the browser's own download. */
export function downloadText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download holds its own reference once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
