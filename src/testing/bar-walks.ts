import * as fc from 'fast-check';
import type { Bar } from '../contract/market.ts';

const FIRST = Date.parse('2026-11-23T03:45:00Z');
const QUARTER_HOUR = 900_000;

/** Bars of a quarter of an hour that move from close to close, over several days. */
export function walks({ minLength, maxLength }: { minLength: number; maxLength: number }): fc.Arbitrary<Bar[]> {
  const move = fc.record({
    gap: fc.integer({ min: -300, max: 300 }),
    body: fc.integer({ min: -900, max: 900 }),
    up: fc.integer({ min: 1, max: 400 }),
    down: fc.integer({ min: 1, max: 400 }),
    volume: fc.integer({ min: 1, max: 100_000 }),
    oi: fc.integer({ min: 0, max: 1_000_000 }),
  });
  return fc.array(move, { minLength, maxLength, size: 'max' }).map((moves) => {
    let close = 2_600_000;
    return moves.map(({ gap, body, up, down, volume, oi }, index) => {
      const open = close + gap;
      close = open + body;
      const [high, low] = [Math.max(open, close) + up, Math.min(open, close) - down];
      return { ts: FIRST + index * QUARTER_HOUR, open, high, low, close, volume, oi };
    });
  });
}
