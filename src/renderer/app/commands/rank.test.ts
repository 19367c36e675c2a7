import { expect, test } from 'vitest';
import { rank } from './rank.ts';

test('every word must occur, in any order', () => {
  expect(rank('lim edit', 'Edit limits')).not.toBeNull();
  expect(rank('edit theme', 'Edit limits')).toBeNull();
});

test('the beginning of the title beats the beginning of a word, which beats its middle', () => {
  const [first, second, third] = ['arm', 'Re-arm trading', 'Alarm'].map((title) => rank('arm', title)!);
  expect(first).toBeGreaterThan(second!);
  expect(second).toBeGreaterThan(third!);
});
