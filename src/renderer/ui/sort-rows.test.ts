import { expect, test } from 'vitest';
import { sortRows } from './sort-rows.ts';

const rows = [{ n: 2 }, { n: null }, { n: 10 }, { n: 1 }];

test('rows without a figure come last either way', () => {
  expect(sortRows(rows, ({ n }) => n, false).map(({ n }) => n)).toEqual([1, 2, 10, null]);
  expect(sortRows(rows, ({ n }) => n, true).map(({ n }) => n)).toEqual([10, 2, 1, null]);
});

test('text is sorted as text, and equals keep their order', () => {
  const names = [
    { name: 'b', at: 1 },
    { name: 'a', at: 2 },
    { name: 'b', at: 3 },
  ];
  expect(sortRows(names, ({ name }) => name, false).map(({ at }) => at)).toEqual([2, 1, 3]);
});
