import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../../../../testing/property-runs.ts';
import { absenceProven } from './absence.ts';
import type { BookRead } from './absence.ts';

const DAY = '2026-11-23';
const read = (begunAt: number, change: Partial<BookRead> = {}): BookRead => ({
  begunAt,
  rows: 5,
  hasAllKnown: true,
  sessionId: 'login-1',
  day: DAY,
  incident: false,
  streamHealthy: true,
  ...change,
});
const lagging = { orderBookLagMs: 20_000, tagged: true };
const proven = (reads: readonly BookRead[], capabilities = lagging) =>
  absenceProven({ attemptEndedAt: 1000, day: DAY, reads }, capabilities);
const complete = [read(3000), read(25_000), read(46_000)];

describe('T8 F16: the absence proof', () => {
  test('takes three complete reads, the last 45 s after the attempt', () => {
    expect(proven(complete)).toBe(true);
    expect(proven(complete.slice(1))).toBe(false);
    expect(proven([read(3000), read(25_000), read(45_999)])).toBe(false);
  });

  test('takes reads that begin at least 2 s apart', () => {
    expect(proven([read(3000), read(46_000), read(47_999)])).toBe(false);
    expect(proven([read(3000), read(46_000), read(47_999), read(48_000)])).toBe(true);
  });

  test('waits twice the lag of the book when that is longer', () => {
    expect(proven(complete, { ...lagging, orderBookLagMs: 30_000 })).toBe(false);
    expect(proven([...complete, read(61_000)], { ...lagging, orderBookLagMs: 30_000 })).toBe(true);
  });

  test('a read that began before the attempt ended does not count', () => {
    expect(proven([read(999), read(25_000), read(46_000)])).toBe(false);
  });

  test.each<[string, Partial<BookRead>]>([
    ['that is shorter than one before', { rows: 4 }],
    ['that lacks an order the broker is known to have', { hasAllKnown: false }],
    ['under an incident', { incident: true }],
    ['of another day', { day: '2026-11-24' }],
  ])('begins anew after a read %s', (_what, change) => {
    expect(proven([read(3000), read(25_000, change), read(46_000), read(48_000)])).toBe(false);
    expect(proven([read(3000), read(25_000, change), read(46_000), read(48_000), read(50_000)])).toBe(true);
  });

  test('begins anew with a login', () => {
    const next = { sessionId: 'login-2' };
    expect(proven([read(3000), read(25_000), read(46_000, next), read(48_000, next)])).toBe(false);
    expect(proven([read(3000), read(46_000, next), read(48_000, next), read(50_000, next)])).toBe(true);
  });

  test('needs the update stream alive at the last read', () => {
    expect(proven([...complete.slice(0, 2), read(46_000, { streamHealthy: false })])).toBe(false);
  });

  test('never comes from a broker that does not repeat our tag', () => {
    expect(proven([...complete, read(500_000)], { ...lagging, tagged: false })).toBe(false);
    expect(proven(complete, { orderBookLagMs: 0, tagged: false })).toBe(false);
  });

  test('an exact book proves it with one read begun after the attempt', () => {
    const exact = { orderBookLagMs: 0, tagged: true };
    expect(proven([read(999)], exact)).toBe(false);
    expect(proven([read(999), read(1000)], exact)).toBe(true);
    expect(proven([read(1000, { incident: true })], exact)).toBe(false);
    expect(proven([read(1000, { hasAllKnown: false })], exact)).toBe(false);
  });

  test('T8 no run of reads within 45 s proves anything, whatever they say', () => {
    const anyRead = fc
      .record({ at: fc.integer({ min: 0, max: 45_999 }), rows: fc.nat(9), healthy: fc.boolean() })
      .map(({ at, rows, healthy }) => read(at, { rows, streamHealthy: healthy }));
    fc.assert(
      fc.property(fc.array(anyRead, { maxLength: 40 }), (reads) => {
        expect(proven(reads.toSorted((a, b) => a.begunAt - b.begunAt))).toBe(false);
      }),
      { numRuns: propertyRuns },
    );
  });
});
