import { describe, expect, it } from 'vitest';
import type { Bar } from '../../../contract/market.ts';
import { mergeBars } from './history.ts';

function bar(ts: number, close: number, range = 0): Bar {
  return { ts, open: close, high: close + range, low: close - range, close, volume: 10, oi: 0 };
}

describe('mergeBars', () => {
  it('takes what was recorded over what the market would have shown', () => {
    const merged = mergeBars(
      [bar(2, 200), bar(3, 300), bar(4, 400)],
      [bar(1, 1), bar(2, 2), bar(3, 3), bar(4, 4), bar(5, 5)],
    );
    expect(merged.map(({ ts, close }) => [ts, close])).toEqual([
      [1, 1],
      [2, 2],
      [3, 300],
      [4, 4],
      [5, 5],
    ]);
  });

  it('widens a bar whose recording began or stopped in its middle', () => {
    const [, begun] = mergeBars(
      [{ ...bar(2, 200, 50), volume: 25_000 }, bar(3, 300)],
      [bar(1, 1), bar(2, 210), bar(3, 3)],
    );
    expect(begun).toEqual({ ts: 2, open: 210, high: 250, low: 150, close: 210, volume: 10, oi: 0 });
  });

  it('keeps recorded bars where there is no other', () => {
    expect(mergeBars([bar(1, 1), bar(2, 2)], [])).toEqual([bar(1, 1), bar(2, 2)]);
  });
});
