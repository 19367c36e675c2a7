import { expect, test } from 'vitest';
import { csvRupees, toCsv } from './csv.ts';

const csv = (value: string | number | null) => toCsv([{ head: 'a', cell: () => value }], [0]).split('\r\n')[1];

test('a file has its heads, then a line for each row', () => {
  const columns = [
    { head: 'name', cell: (row: { name: string }) => row.name },
    { head: 'net', cell: () => -5 },
  ];
  expect(toCsv(columns, [{ name: 'NIFTY' }])).toBe('name,net\r\nNIFTY,-5\r\n');
});

test('commas, quotes and line ends are quoted; nothing is empty', () => {
  expect(csv('short by ₹12,430')).toBe('"short by ₹12,430"');
  expect(csv('say "no"')).toBe('"say ""no"""');
  expect(csv(null)).toBe('');
});

test('no cell is run as a formula, and negative figures stay figures', () => {
  expect(csv('=1+1')).toBe("'=1+1");
  expect(csv('-cmd')).toBe("'-cmd");
  expect(csv(csvRupees(-123_450))).toBe('-1234.50');
});
