import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { propertyRuns } from '../../../testing/property-runs.ts';
import { maxPain } from './max-pain.ts';
import type { OpenStrike } from './max-pain.ts';

const openInterest = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 1_000_000 }));
const strikes = fc.uniqueArray(
  fc.record({
    strike: fc.integer({ min: 1, max: 500 }).map((step) => step * 5000),
    callOi: openInterest,
    putOi: openInterest,
  }),
  { selector: ({ strike }) => strike, minLength: 1, maxLength: 40 },
);

/** What all writers pay when the index settles there. */
function paid(settlement: number, rows: readonly OpenStrike[]): number {
  let sum = 0;
  for (const { strike, callOi, putOi } of rows) {
    if (callOi > 0) sum += callOi * Math.max(0, settlement - strike);
    if (putOi > 0) sum += putOi * Math.max(0, strike - settlement);
  }
  return sum;
}

/** The lowest strike of those that cost least; null when nothing is open. */
function cheapest(rows: readonly OpenStrike[]): number | null {
  if (!rows.some(({ callOi, putOi }) => callOi > 0 || putOi > 0)) return null;
  const least = Math.min(...rows.map(({ strike }) => paid(strike, rows)));
  return Math.min(...rows.filter(({ strike }) => paid(strike, rows) === least).map(({ strike }) => strike));
}

it('is the lowest of the strikes that cost all writers least', () => {
  fc.assert(
    fc.property(strikes, (rows) => {
      expect(maxPain(rows)).toBe(cheapest(rows));
    }),
    { numRuns: propertyRuns },
  );
});

it('a hand-worked chain settles at 100', () => {
  const rows = [
    { strike: 90, callOi: 10, putOi: 40 },
    { strike: 100, callOi: 50, putOi: 50 },
    { strike: 110, callOi: 60, putOi: 10 },
  ];
  // At 90: puts 50×10 + 10×20 = 700. At 100: calls 10×10 + puts 10×10 = 200. At 110: calls 10×20 + 50×10 = 700.
  expect(maxPain(rows)).toBe(100);
});
