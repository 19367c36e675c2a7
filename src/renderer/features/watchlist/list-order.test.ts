import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { moved, movedBefore } from './list-order.ts';

test('a member moves by steps and stays inside the list', () => {
  expect(moved([1, 2, 3], 1, 1)).toEqual([2, 1, 3]);
  expect(moved([1, 2, 3], 3, 5)).toEqual([1, 2, 3]);
  expect(moved([1, 2, 3], 3, -9)).toEqual([3, 1, 2]);
});

test('a member is put before another', () => {
  expect(movedBefore([1, 2, 3], 3, 1)).toEqual([3, 1, 2]);
  expect(movedBefore([1, 2, 3], 1, 3)).toEqual([2, 1, 3]);
  expect(movedBefore([1, 2, 3], 2, 2)).toEqual([1, 2, 3]);
});

test('no move loses or doubles a member', () => {
  const { array, assert, integer, nat, property, uniqueArray } = fc;
  const list = uniqueArray(integer(), { minLength: 1 });
  assert(
    property(list, array(nat()), integer({ min: -9, max: 9 }), (members, picks, steps) => {
      const pick = (at: number) => members[(picks[at] ?? at) % members.length]!;
      const sorted = members.toSorted((a, b) => a - b);
      expect(moved(members, pick(0), steps).toSorted((a, b) => a - b)).toEqual(sorted);
      expect(movedBefore(members, pick(0), pick(1)).toSorted((a, b) => a - b)).toEqual(sorted);
    }),
  );
});
