import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEPTH_LEVELS, emptyDepth, emptyTick } from '../../domain/tick.ts';
import { fillBook } from './order-book.ts';

describe('fillBook', () => {
  it('is sorted, in whole lots, and its first level is the bid and the ask', () => {
    const whole = (max: number) => fc.integer({ min: 1, max });
    fc.assert(
      fc.property(
        fc.nat(2 ** 32 - 1),
        whole(200_000),
        whole(20),
        whole(100),
        whole(100),
        (random, ticks, gap, lot, lots) => {
          const tick = emptyTick();
          const depth = emptyDepth();
          tick.bid = ticks * 5;
          tick.ask = tick.bid + gap * 5;
          fillBook(tick, depth, random, 5, lot, lots, 0.6);
          expect(tick.depth).toBe(depth);
          expect([depth.bidPrice[0], depth.askPrice[0]]).toEqual([tick.bid, tick.ask]);
          expect([depth.bidQty[0], depth.askQty[0]]).toEqual([tick.bidQty, tick.askQty]);
          for (let level = 0; level < DEPTH_LEVELS; level++) {
            expect(depth.bidQty[level]! % lot).toBe(0);
            expect(depth.askQty[level]! % lot).toBe(0);
            expect(depth.askQty[level]!).toBeGreaterThan(0);
            expect(depth.bidQty[level]! > 0).toBe(depth.bidPrice[level]! > 0);
            if (level === 0) continue;
            expect(depth.askPrice[level]!).toBeGreaterThan(depth.askPrice[level - 1]!);
            const above = depth.bidPrice[level - 1]!;
            expect(depth.bidPrice[level]! < above || above === 0).toBe(true);
          }
        },
      ),
    );
  });
});
