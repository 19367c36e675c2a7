import { expect, test } from 'vitest';
import { SPARK_POINTS, Sparklines } from './sparklines.ts';

const pointsOf = (path: string) => path.slice(1).split('L');

test('a line needs five prices, and holds the latest', () => {
  const lines = new Sparklines();
  for (let at = 0; at < 4; at++) lines.sample(1, 100 + at);
  expect(lines.path(1, 26, 16)).toBe('');
  lines.sample(1, 104);
  expect(pointsOf(lines.path(1, 26, 16))).toEqual(['0.0 14.0', '6.5 11.0', '13.0 8.0', '19.5 5.0', '26.0 2.0']);
  for (let at = 0; at < 100; at++) lines.sample(1, 200);
  expect(pointsOf(lines.path(1, 26, 16))).toHaveLength(SPARK_POINTS);
});

test('a missing price adds no point', () => {
  const lines = new Sparklines();
  for (let at = 0; at < 9; at++) lines.sample(1, at % 2 === 0 ? undefined : 0);
  expect(lines.path(1, 26, 16)).toBe('');
});
