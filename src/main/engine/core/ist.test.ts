import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, DAY_MS, istDay, istMidnight, istTime, istTimeOfDay, weekday } from './ist.ts';
import { propertyRuns } from '../../../testing/property-runs.ts';

const instants = fc.integer({ min: 0, max: Date.parse('2100-01-01T00:00:00Z') });

describe('IST', () => {
  it('is five and a half hours ahead, whatever day was asked for before', () => {
    fc.assert(
      fc.property(instants, instants, (before, at) => {
        istDay(before);
        const local = new Date(at + 19_800_000).toISOString();
        expect([istDay(at), istTime(at)]).toEqual([local.slice(0, 10), local.slice(11, 19)]);
      }),
      { numRuns: propertyRuns },
    );
  });

  it('begins its day at midnight and ends it a moment before the next', () => {
    const midnight = istMidnight('2026-11-23');
    expect(new Date(midnight).toISOString()).toBe('2026-11-22T18:30:00.000Z');
    expect([midnight - 1, midnight, midnight + DAY_MS - 1, midnight + DAY_MS].map(istDay)).toEqual([
      '2026-11-22',
      '2026-11-23',
      '2026-11-23',
      '2026-11-24',
    ]);
    expect(istTimeOfDay(midnight + 5)).toBe(5);
  });

  it('counts days over the end of a month', () => {
    expect([addDays('2026-11-30', 1), addDays('2026-03-01', -1), weekday('2026-11-23')]).toEqual([
      '2026-12-01',
      '2026-02-28',
      1,
    ]);
  });
});
