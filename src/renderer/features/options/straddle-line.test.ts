import { expect, test } from 'vitest';
import type { Chain, StraddlePoint } from '../../../contract/chain.ts';
import { withLive } from './straddle-line.ts';

const point = (ts: number, straddle: number): StraddlePoint => ({ ts, straddle, strike: 24_500_00, iv: 0.12 });
const chain = (ts: number, straddle: number | null) =>
  ({ ts, figures: { straddle, atmStrike: 24_500_00, atmIv: 0.12 } }) as Chain;
const MINUTE = 60_000;

test('the live straddle takes the place of its own minute, and begins a new one', () => {
  const points = [point(0, 30_000), point(MINUTE, 29_000)];
  expect(withLive(points, chain(MINUTE + 10, 28_900))).toEqual([point(0, 30_000), point(MINUTE + 10, 28_900)]);
  expect(withLive(points, chain(2 * MINUTE, 28_800))).toEqual([...points, point(2 * MINUTE, 28_800)]);
});

test('without a straddle, or with an older one, the points stay as they are', () => {
  const points = [point(MINUTE, 29_000)];
  expect(withLive(points, null)).toBe(points);
  expect(withLive(points, chain(2 * MINUTE, null))).toBe(points);
  expect(withLive(points, chain(10, 28_000))).toBe(points);
});
