import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Trail } from '../../../contract/protection.ts';
import { propertyRuns } from '../../../testing/property-runs.ts';
import { bestPrice, trailedStop, trailProblem } from './trailing.ts';
import type { TrailedLeg } from './trailing.ts';

const runs = { numRuns: propertyRuns };
const tickSize = 5;
const price = fc.integer({ min: 200, max: 100_000 }).map((ticks) => ticks * tickSize);

const trail: fc.Arbitrary<Trail> = fc.record({
  follow: fc.oneof(
    fc
      .tuple(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0.01, max: 1, noNaN: true }))
      .map(([every, part]) => ({ type: 'STEP' as const, every, by: Math.max(1, Math.floor(every * part)) })),
    fc.integer({ min: 1, max: 5000 }).map((by) => ({ type: 'DISTANCE' as const, by })),
    fc.integer({ min: 1, max: 9900 }).map((part) => ({ type: 'PERCENT' as const, percent: part / 100 })),
    fc.constant(null),
  ),
  after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 10_000 })),
  breakEvenAfter: fc.option(fc.integer({ min: 1, max: 10_000 })),
});

/** Gains are counted from the entry or better, and the stop is on the losing side of it. */
const leg: fc.Arbitrary<TrailedLeg> = fc
  .record({ isLong: fc.boolean(), from: price, off: fc.integer({ min: 1, max: 190 }), ahead: fc.nat({ max: 100 }) })
  .map(({ isLong, from, off, ahead }) => {
    const sign = isLong ? 1 : -1;
    return { isLong, from, entry: from - sign * ahead * tickSize, stop: from - sign * off * tickSize, tickSize };
  });

const path = fc.array(fc.integer({ min: 1, max: 600_000 }), { minLength: 1, maxLength: 40 });

const sign = (each: TrailedLeg) => (each.isLong ? 1 : -1);
const bestOf = (each: TrailedLeg, seen: readonly number[]) =>
  seen.reduce((best, px) => bestPrice(each.isLong, best, px), each.from);

describe('a trailing stop', () => {
  test('TS1 never loosens', () => {
    fc.assert(
      fc.property(leg, trail, path, (from, by, seen) => {
        let stop = from.stop;
        for (let ticks = 1; ticks <= seen.length; ticks++) {
          const next = trailedStop(from, by, bestOf(from, seen.slice(0, ticks)));
          expect(sign(from) * (next - stop)).toBeGreaterThanOrEqual(0);
          stop = next;
        }
      }),
      runs,
    );
  });

  test('TS2 is on the losing side of the price it is armed at, and never reaches the best price', () => {
    fc.assert(
      fc.property(leg, trail, path, (from, by, seen) => {
        fc.pre(trailProblem(by) === null);
        expect(sign(from) * (from.from - trailedStop(from, by, from.from))).toBeGreaterThan(0);
        const best = bestOf(from, seen);
        expect(sign(from) * (best - trailedStop(from, by, best))).toBeGreaterThan(0);
      }),
      runs,
    );
  });

  test('TS3 is a function of entry, first stop, rule and best price: a restart finds the same stop', () => {
    fc.assert(
      fc.property(leg, trail, path, path, (from, by, before, after) => {
        const persisted = bestOf(from, before);
        const resumed = after.reduce((best, px) => bestPrice(from.isLong, best, px), persisted);
        expect(trailedStop({ ...from }, structuredClone(by), resumed)).toBe(
          trailedStop(from, by, bestOf(from, [...before, ...after])),
        );
      }),
      runs,
    );
  });

  test('TS4 skipped ticks never make it tighter', () => {
    fc.assert(
      fc.property(leg, trail, path, fc.infiniteStream(fc.boolean()), (from, by, seen, keeps) => {
        const some = seen.filter(() => keeps.next().value);
        const all = trailedStop(from, by, bestOf(from, seen));
        const skipped = trailedStop(from, by, bestOf(from, some));
        expect(sign(from) * (all - skipped)).toBeGreaterThanOrEqual(0);
      }),
      runs,
    );
  });

  test('lies on the tick, rounded away from the price', () => {
    fc.assert(
      fc.property(leg, trail, path, (from, by, seen) => {
        expect(trailedStop(from, by, bestOf(from, seen)) % tickSize).toBe(0);
      }),
      runs,
    );
    const long = { isLong: true, from: 10_000, entry: 10_000, stop: 9_500, tickSize };
    const percent: Trail = { follow: { type: 'PERCENT', percent: 3.33 }, after: 0, breakEvenAfter: null };
    expect(trailedStop(long, percent, 10_000)).toBe(9_665);
    expect(trailedStop({ ...long, isLong: false, stop: 10_500 }, percent, 10_000)).toBe(10_335);
  });

  const long = { isLong: true, from: 10_000, entry: 10_000, stop: 9_000, tickSize };
  const short = { isLong: false, from: 10_000, entry: 10_000, stop: 11_000, tickSize };

  test('STEP: for every 5.00 gained it trails 3.00, from the first stop', () => {
    const by: Trail = { follow: { type: 'STEP', every: 500, by: 300 }, after: 0, breakEvenAfter: null };
    expect([10_499, 10_500, 10_999, 11_000, 12_600].map((best) => trailedStop(long, by, best))).toEqual([
      9_000, 9_300, 9_300, 9_600, 10_500,
    ]);
    expect([9_501, 9_500, 9_000].map((best) => trailedStop(short, by, best))).toEqual([11_000, 10_700, 10_400]);
  });

  test('DISTANCE and PERCENT follow the peak tick by tick once activated', () => {
    const points: Trail = { follow: { type: 'DISTANCE', by: 400 }, after: 1_000, breakEvenAfter: null };
    expect([10_995, 11_000, 11_005].map((best) => trailedStop(long, points, best))).toEqual([9_000, 10_600, 10_605]);
    const percent: Trail = { follow: { type: 'PERCENT', percent: 10 }, after: 2_000, breakEvenAfter: null };
    expect([11_995, 12_000, 13_000].map((best) => trailedStop(long, percent, best))).toEqual([9_000, 10_800, 11_700]);
    expect([8_005, 8_000, 7_000].map((best) => trailedStop(short, percent, best))).toEqual([11_000, 8_800, 7_700]);
  });

  test('break-even moves it to the entry, alone or with a trail', () => {
    const alone: Trail = { follow: null, after: 0, breakEvenAfter: 600 };
    expect([10_595, 10_600, 20_000].map((best) => trailedStop(long, alone, best))).toEqual([9_000, 10_000, 10_000]);
    const both: Trail = { follow: { type: 'DISTANCE', by: 1_500 }, after: 0, breakEvenAfter: 600 };
    expect([10_600, 12_000].map((best) => trailedStop(long, both, best))).toEqual([10_000, 10_500]);
  });

  test('a rule that cannot work is refused with a sentence', () => {
    const step = (every: number, by: number): Trail => ({
      follow: { type: 'STEP', every, by },
      after: 0,
      breakEvenAfter: null,
    });
    expect(trailProblem(step(100, 100))).toBeNull();
    expect(trailProblem(step(100, 101))).toMatch(/overtake/);
    expect(trailProblem({ follow: null, after: 0, breakEvenAfter: null })).toMatch(/follows nothing/);
    const percent = (value: number): Trail => ({
      follow: { type: 'PERCENT', percent: value },
      after: 0,
      breakEvenAfter: null,
    });
    expect(trailProblem(percent(0.07))).toBeNull();
    expect(trailProblem(percent(1.234))).toMatch(/two decimals/);
  });
});
