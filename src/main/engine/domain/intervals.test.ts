import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalSchema } from '../../../contract/enums.ts';
import { propertyRuns } from '../../../testing/property-runs.ts';
import { barStart, intervalMs } from './intervals.ts';

const at = (text: string) => Date.parse(`${text}+05:30`);
const OPEN = 555 * 60_000;

describe('barStart', () => {
  it.each([
    ['1w', '2026-01-04T23:59:59', '2025-12-29T00:00:00'],
    ['1w', '2026-01-05T00:00:00', '2026-01-05T00:00:00'],
    ['1w', '2026-01-09T15:29:59', '2026-01-05T00:00:00'],
    ['1M', '2024-02-29T23:59:59', '2024-02-01T00:00:00'],
    ['1M', '2026-01-01T00:00:00', '2026-01-01T00:00:00'],
    ['1d', '2026-01-05T09:15:00', '2026-01-05T00:00:00'],
    ['2h', '2026-01-05T13:14:59', '2026-01-05T11:15:00'],
    ['4h', '2026-01-05T15:29:59', '2026-01-05T13:15:00'],
    ['1h', '2026-01-05T09:15:00', '2026-01-05T09:15:00'],
  ] as const)('of %s at %s is %s', (interval, ts, start) => {
    expect(barStart(at(ts), interval, OPEN)).toBe(at(start));
  });

  it('is at or before the moment by less than a bar, and is its own start', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...intervalSchema.options),
        fc.integer({ min: at('2000-01-01T00:00:00'), max: at('2090-01-01T00:00:00') }),
        (interval, ts) => {
          const start = barStart(ts, interval, OPEN);
          expect(start).toBeLessThanOrEqual(ts);
          expect(ts - start).toBeLessThan(intervalMs(interval));
          expect(barStart(start, interval, OPEN)).toBe(start);
        },
      ),
      { numRuns: propertyRuns },
    );
  });
});
