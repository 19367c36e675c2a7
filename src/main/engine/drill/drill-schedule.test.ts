import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { DRILL_FAULT_NAMES } from '../../../contract/drill.ts';
import { propertyRuns } from '../../../testing/property-runs.ts';
import { drillSchedule } from './drill-schedule.ts';

const plan = fc.record({
  faults: fc.subarray(DRILL_FAULT_NAMES, { minLength: 1 }),
  seconds: fc.integer({ min: 10, max: 600 }),
  seed: fc.integer({ min: 0, max: 2_147_483_647 }),
});

it('every fault comes, apart from itself, inside the drill, and the end of it is calm', () => {
  fc.assert(
    fc.property(plan, (drawn) => {
      const windows = drillSchedule(drawn);
      for (const fault of drawn.faults) {
        const own = windows.filter((window) => window.fault === fault);
        expect(own.length).toBeGreaterThan(0);
        own.reduce((end, { from, to }) => {
          expect(from).toBeGreaterThanOrEqual(end);
          expect(to).toBeGreaterThan(from);
          return to;
        }, 0);
      }
      expect(windows.every(({ fault }) => drawn.faults.includes(fault))).toBe(true);
      expect(Math.max(...windows.map(({ to }) => to))).toBeLessThanOrEqual(drawn.seconds * 900 + 1);
    }),
    { numRuns: propertyRuns },
  );
});

it('is of seed and plan alone, and a fault keeps its times whatever else is drilled', () => {
  const all = drillSchedule({ faults: [...DRILL_FAULT_NAMES], seconds: 60, seed: 7 });
  expect(drillSchedule({ faults: [...DRILL_FAULT_NAMES].toReversed(), seconds: 60, seed: 7 })).toEqual(all);
  expect(drillSchedule({ faults: ['lateFill'], seconds: 60, seed: 7 })).toEqual(
    all.filter(({ fault }) => fault === 'lateFill'),
  );
  expect(drillSchedule({ faults: [...DRILL_FAULT_NAMES], seconds: 60, seed: 8 })).not.toEqual(all);
});
