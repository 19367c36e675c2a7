import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../testing/property-runs.ts';
import { walks } from '../testing/bar-walks.ts';
import { INDICATORS } from './registry.ts';

const runs = { numRuns: Math.ceil(propertyRuns / 8) };

describe.each(INDICATORS.map((indicator) => ({ id: indicator.id, indicator })))('$id', ({ indicator }) => {
  it('peek is what add then gives, and leaves no trace', () => {
    fc.assert(
      fc.property(walks({ minLength: 2, maxLength: 120 }), (bars) => {
        const looked = indicator.create();
        const plain = indicator.create();
        bars.forEach((bar, index) => {
          // A running bar of another day and price, then the true one.
          looked.peek({ ...bars[(index * 7) % bars.length]!, ts: bar.ts + 86_400_000 });
          const peeked = looked.peek(bar);
          const added = looked.add(bar);
          expect(peeked).toEqual(added);
          expect(added).toEqual(plain.add(bar));
          expect(added).toHaveLength(indicator.outputs.length);
        });
      }),
      runs,
    );
  });

  it('warms up after the bars that it says', () => {
    fc.assert(
      fc.property(walks({ minLength: 110, maxLength: 130 }), (walk) => {
        const bars = walk.map((bar) => ({ ...bar, oi: bar.oi + 1 }));
        const state = indicator.create();
        const rows = bars.map((bar) => state.add(bar));
        // Of Supertrend's two lines one is drawn at a time.
        const isWarm = (row: number[]) =>
          indicator.id === 'supertrend' ? !row.every(Number.isNaN) : !row.some(Number.isNaN);
        const secondDay = bars.findIndex(({ ts }) => ts >= Date.parse('2026-11-23T18:30:00Z'));
        expect(rows.findIndex(isWarm)).toBe((indicator.needsDay ? secondDay : 0) + indicator.warmUp() - 1);
      }),
      runs,
    );
  });

  it('holds its parameters to their bounds', () => {
    for (const [id, { max, min, title }] of Object.entries(indicator.parameters)) {
      expect(() => indicator.create({ [id]: max + 1 })).toThrow(title);
      expect(() => indicator.create({ [id]: min - 1 })).toThrow(title);
      expect(() => indicator.create({ [id]: Number.NaN })).toThrow(title);
    }
  });
});

it('ids are unique', () => {
  expect(new Set(INDICATORS.map(({ id }) => id)).size).toBe(INDICATORS.length);
});
