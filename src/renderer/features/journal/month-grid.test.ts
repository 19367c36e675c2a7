import { expect, test } from 'vitest';
import { monthBeside, monthGrid } from './month-grid.ts';

const CALENDAR = [
  { day: '2026-10-30', trips: 9, net: 1 },
  { day: '2026-11-02', trips: 2, net: 5_000 },
  { day: '2026-11-03', trips: 1, net: -8_000 },
  { day: '2026-11-23', trips: 3, net: 4_000 },
];

test('a month has its weeks from Monday, its days of trades and their sum', () => {
  const { weeks, traded, trips, net, deepestFall } = monthGrid('2026-11', CALENDAR);
  expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-11-01']);
  expect(weeks.at(-1)).toEqual(['2026-11-30', null, null, null, null, null, null]);
  expect(weeks.flat().filter((day) => day !== null)).toHaveLength(30);
  expect(traded.map(({ day }) => day)).toEqual(['2026-11-02', '2026-11-03', '2026-11-23']);
  expect({ trips, net, deepestFall }).toEqual({ trips: 6, net: 1_000, deepestFall: -8_000 });
});

test('a month without trades is there too; February of a leap year has 29 days', () => {
  expect(monthGrid('2028-02', CALENDAR)).toMatchObject({ traded: [], trips: 0, net: 0, deepestFall: 0 });
  expect(monthGrid('2028-02', []).weeks.flat().filter(Boolean)).toHaveLength(29);
});

test('the months beside a year’s end', () => {
  expect([monthBeside('2026-12', 1), monthBeside('2027-01', -1)]).toEqual(['2027-01', '2026-12']);
});
