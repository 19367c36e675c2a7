import type { Locator } from '@playwright/test';

/** A row's cells by the heads of their columns, as they are printed. */
export type Row = Record<string, string>;

/** The rows of tables in the page. Runs there, so it calls nothing from here. */
export function rowsOf(tables: Element[]): Row[] {
  const text = (cell: Element) => cell.textContent.replaceAll(/\s+/g, ' ').trim();
  return tables.flatMap((table) => {
    const heads = [...table.querySelectorAll('thead th')].map((head) => text(head).replace(/ [↑↓]$/, ''));
    return [...table.querySelectorAll('tbody tr:not(.spacer):not(.more)')].map((row) =>
      Object.fromEntries([...row.querySelectorAll('td')].map((cell, at) => [heads[at]!, text(cell)])),
    );
  });
}

/** The rows of a table, all read at one moment, so that figures which belong together agree. */
export async function readTable(table: Locator): Promise<Row[]> {
  await table.waitFor();
  return table.evaluateAll(rowsOf);
}

/** A printed figure in paise, or in units where it has no decimals: "+₹1,23,456.50" is 12345650; a dash is 0. */
export function figure(text: string): number {
  if (text === '–') return 0;
  const plain = text.replaceAll(/[₹,+]/g, '').replace('−', '-');
  const value = plain.includes('.') ? Math.round(Number(plain) * 100) : Number(plain);
  if (plain === '' || Number.isNaN(value)) throw new Error(`“${text}” is no figure.`);
  return value;
}
