import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyRuns } from '../../../../testing/property-runs.ts';
import { commit, historyOf, redo, undo } from './history.ts';

test('as many steps back as there were give the first value, as many forward the last', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 100 }), (values) => {
      const all = values.reduce(commit<number>, historyOf(-1));
      const back = values.reduce((history) => undo(history), all);
      expect(back.now).toBe(-1);
      expect(undo(back)).toBe(back);
      expect(values.reduce((history) => redo(history), back)).toEqual(all);
    }),
    { numRuns: propertyRuns },
  );
});

test('a new value after a step back takes the place of what was undone', () => {
  const history = commit(undo(commit(commit(historyOf('a'), 'b'), 'c')), 'd');
  expect(redo(history)).toBe(history);
  expect(undo(history).now).toBe('b');
});

test('it keeps a hundred steps', () => {
  const values = Array.from({ length: 150 }, (_, index) => index);
  const all = values.reduce(commit<number>, historyOf(-1));
  expect(all.past).toHaveLength(100);
  expect(all.past[0]).toBe(49);
});
