import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../testing/property-runs.ts';
import { LatencyHistogram } from './latency-histogram.ts';

function counted(durations: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const ms of durations) histogram.add(ms);
  return histogram;
}

const durations = fc.array(fc.double({ min: 0, max: 1_000_000, noNaN: true }), { minLength: 1, maxLength: 300 });

describe('a latency histogram', () => {
  it('says a percentile at most 1/32 above the truth and never below, and the largest exactly', () => {
    fc.assert(
      fc.property(durations, fc.double({ min: 0.01, max: 1, noNaN: true }), (samples, share) => {
        const sorted = samples.toSorted((a, b) => a - b);
        const truth = sorted[Math.ceil(share * sorted.length) - 1]!;
        const said = counted(samples).percentile(share);
        // A duration is counted in whole microseconds.
        expect(said).toBeGreaterThanOrEqual(truth - 0.0006);
        expect(said).toBeLessThanOrEqual(truth * (1 + 1 / 32) + 0.001);
        expect(counted(samples).max).toBe(sorted.at(-1));
      }),
      { numRuns: propertyRuns },
    );
  });

  it('is the same after it was kept and read, and every sample is in one bar', () => {
    fc.assert(
      fc.property(durations, (samples) => {
        const before = counted(samples);
        const after = LatencyHistogram.from(before.buckets(), before.max);
        expect(after.count).toBe(samples.length);
        expect(after.buckets()).toEqual(before.buckets());
        expect(after.percentile(0.99)).toBe(before.percentile(0.99));
        expect(after.within([1, 10, 100]).reduce((sum, count) => sum + count, 0)).toBe(samples.length);
      }),
      { numRuns: propertyRuns },
    );
  });

  it('counts up to each edge, and what is above all', () => {
    expect(counted([0.5, 1, 1.5, 40, 5000]).within([1.05, 50])).toEqual([2, 2, 1]);
  });

  it('takes what is below zero for nothing, and half an hour and more for half an hour', () => {
    expect(counted([-1]).percentile(0.5)).toBe(0);
    const long = counted([10_000_000]);
    expect(long.count).toBe(1);
    expect(long.percentile(1)).toBeLessThan(10_000_000);
  });

  it('has nothing to say without a sample', () => {
    expect(new LatencyHistogram().percentile(0.5)).toBe(0);
  });
});
