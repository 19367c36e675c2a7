import { expect, test } from 'vitest';
import { filterRows } from './filter-rows.ts';

test('a filter asks for every word, in any order and case', () => {
  const rows = ['NIFTY 24500 CE BUY', 'NIFTY 24500 PE SELL', 'BANKNIFTY CE BUY'];
  const found = (typed: string) => filterRows(rows, typed, (row) => row);
  expect(found('ce nifty')).toEqual([rows[0], rows[2]]);
  expect(found('  ')).toEqual(rows);
  expect(found('24500 sell')).toEqual([rows[1]]);
});
