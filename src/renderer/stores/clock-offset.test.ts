import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../testing/property-runs.ts';
import { ClockOffset } from './clock-offset.ts';

/** Whole milliseconds: what is left over is then the clocks' and not the arithmetic's. */
const delay = fc.integer({ min: 0, max: 500 });

describe('the offset of two clocks', () => {
  it('is never off by more than half of the quickest way there and the quickest way back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.array(fc.record({ there: delay, back: delay }), { minLength: 1, maxLength: 20 }),
        (ahead, ways) => {
          const offset = new ClockOffset();
          ways.forEach(({ there, back }, place) => {
            const asked = place * 1000;
            offset.learn(asked, asked + there + ahead, asked + there + back);
          });
          const there = Math.min(...ways.map((way) => way.there));
          const back = Math.min(...ways.map((way) => way.back));
          expect(Math.abs(offset.ahead! - ahead)).toBeLessThanOrEqual((there + back) / 2);
        },
      ),
      { numRuns: propertyRuns },
    );
  });

  it('begins anew when a clock has stood still, and knows nothing before the first answer', () => {
    const offset = new ClockOffset();
    expect(offset.ahead).toBeNull();
    offset.learn(0, 101, 2);
    expect(offset.ahead).toBe(100);
    offset.learn(1000, 5001, 1002);
    expect(offset.ahead).toBe(4000);
    offset.forget();
    expect(offset.ahead).toBeNull();
  });
});
