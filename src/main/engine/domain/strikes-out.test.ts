import { expect, test } from 'vitest';
import { strikeGroup, strikesOut } from './strikes-out.ts';

const STRIKES = [25_800, 25_900, 26_000, 26_100, 26_200];

test('a call is out of the money above, a put below', () => {
  expect(strikesOut(STRIKES, 26_000, 26_200, true)).toBe(2);
  expect(strikesOut(STRIKES, 26_000, 25_900, true)).toBe(-1);
  expect(strikesOut(STRIKES, 26_000, 25_900, false)).toBe(1);
  expect(strikesOut(STRIKES, 26_000, 26_000, false)).toBe(0);
  expect(strikesOut(STRIKES, 26_000, 26_050, true)).toBeNull();
});

test('the distance in words', () => {
  expect([-7, -1, 0, 3, 5].map(strikeGroup)).toEqual(['ITM 5+', 'ITM 1', 'ATM', 'OTM 3', 'OTM 5+']);
});
