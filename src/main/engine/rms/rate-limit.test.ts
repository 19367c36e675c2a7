import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grantAt, usage } from './rate-limit.ts';
import { propertyRuns } from '../../../testing/property-runs.ts';

const SECOND = { rateLimits: [{ windowMs: 1000, max: 10, reservedForExits: 2 }] };
const LAYERED = {
  rateLimits: [
    { windowMs: 1000, max: 4, reservedForExits: 1 },
    { windowMs: 10_000, max: 12, reservedForExits: 2 },
  ],
};

describe('order rate', () => {
  it('counts what each sliding window still holds', () => {
    expect(usage([0, 500, 999, 1000], 1499, SECOND)).toEqual([
      { windowMs: 1000, used: 3, max: 10, reservedForExits: 2 },
    ]);
  });

  it('an entry waits at the limit less the reserve, an exit goes on to the limit', () => {
    const eight = [0, 10, 20, 30, 40, 50, 60, 70];
    expect(grantAt(eight, 100, SECOND, false)).toBe(1000);
    expect(grantAt(eight, 100, SECOND, true)).toBe(100);
    expect(grantAt([...eight, 80, 90], 100, SECOND, true)).toBe(1000);
  });

  it('grants at once when the windows have room', () => {
    expect(grantAt([], 5, SECOND, false)).toBe(5);
  });

  it('O12: whoever sends when granted never exceeds any sliding window, and entries leave the reserve', () => {
    const step = fc.record({ wait: fc.double({ min: 0, max: 700, noNaN: true }), isExit: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const sent: number[] = [];
        let now = 0.1;
        for (const { wait, isExit } of steps) {
          now = grantAt(sent, now + wait, LAYERED, isExit);
          for (const { windowMs, max, reservedForExits } of LAYERED.rateLimits) {
            const held = sent.filter((at) => at > now - windowMs).length;
            expect(held + 1).toBeLessThanOrEqual(isExit ? max : max - reservedForExits);
          }
          sent.push(now);
        }
        for (const { windowMs, max } of LAYERED.rateLimits) {
          for (const start of sent) {
            expect(sent.filter((at) => at >= start && at < start + windowMs).length).toBeLessThanOrEqual(max);
          }
        }
      }),
      { numRuns: propertyRuns },
    );
  });

  it('O12: a grant is the first such moment: a moment earlier some window is full', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3000), { minLength: 1, maxLength: 30 }), fc.boolean(), (times, isExit) => {
        const sent = times.toSorted((a, b) => a - b);
        const now = sent.at(-1)!;
        const at = grantAt(sent, now, LAYERED, isExit);
        const full = LAYERED.rateLimits.some(({ windowMs, max, reservedForExits }) => {
          const held = sent.filter((time) => time > at - 1 - windowMs).length;
          return held >= (isExit ? max : max - reservedForExits);
        });
        expect(at === now || full).toBe(true);
      }),
      { numRuns: propertyRuns },
    );
  });
});
