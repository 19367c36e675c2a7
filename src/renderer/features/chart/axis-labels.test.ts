import { expect, test } from 'vitest';
import { AxisLabels } from './axis-labels.ts';

test('a label comes back once the tag over it has left, and the chart is told of it once', () => {
  let tag = 6400;
  const labels = new AxisLabels((price) => Math.abs(price - tag) < 100);
  expect(labels.print([60, 64, 68])).toEqual(['60.00', '', '68.00']);
  expect(labels.areStale()).toBe(false);
  tag = 6600;
  expect(labels.areStale()).toBe(true);
  expect(labels.areStale()).toBe(false);
  expect(labels.print([60, 64, 68])).toEqual(['60.00', '64.00', '68.00']);
});
