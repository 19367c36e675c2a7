import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyRuns } from '../../../../testing/property-runs.ts';
import { distance, distanceToSegment, isInside, rayEnd } from './geometry.ts';

const pane = { width: 800, height: 400 };
const within = fc.record({ x: fc.integer({ min: 0, max: 800 }), y: fc.integer({ min: 0, max: 400 }) });

test('the distance from a segment is that from its line, past its ends that from the end', () => {
  expect(distanceToSegment({ x: 5, y: 3 }, { x: 0, y: 0 }, { x: 10, y: 0 })).toBe(3);
  expect(distanceToSegment({ x: 13, y: 4 }, { x: 0, y: 0 }, { x: 10, y: 0 })).toBe(5);
  expect(distanceToSegment({ x: 3, y: 4 }, { x: 0, y: 0 }, { x: 0, y: 0 })).toBe(5);
});

test('no point of a segment is nearer than its distance says, and it is never further than the nearer end', () => {
  fc.assert(
    fc.property(within, within, within, fc.double({ min: 0, max: 1, noNaN: true }), (point, from, to, part) => {
      const least = distanceToSegment(point, from, to);
      const on = { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) };
      expect(least).toBeLessThanOrEqual(distance(point, on) + 1e-9);
      expect(least).toBeLessThanOrEqual(Math.min(distance(point, from), distance(point, to)) + 1e-9);
    }),
    { numRuns: propertyRuns },
  );
});

test('the middle of a parallelogram lies in it, a corner mirrored outwards does not', () => {
  const corners = [
    { x: 0, y: 0 },
    { x: 10, y: 5 },
    { x: 10, y: 15 },
    { x: 0, y: 10 },
  ];
  expect(isInside({ x: 5, y: 7 }, corners)).toBe(true);
  expect(isInside({ x: 5, y: 1 }, corners)).toBe(false);
  expect(isInside({ x: -5, y: 7 }, corners)).toBe(false);
});

test('a ray ends at the edge of the pane, on the line through its points, never short of the second', () => {
  fc.assert(
    fc.property(within, within, (from, to) => {
      const end = rayEnd(from, to, pane);
      fc.pre(distance(from, to) > 0);
      const onEdge = [end.x, end.y, end.x - pane.width, end.y - pane.height].some((gap) => Math.abs(gap) < 1e-6);
      expect(onEdge).toBe(true);
      expect(distance(from, end)).toBeGreaterThanOrEqual(distance(from, to) - 1e-6);
      expect(distanceToSegment(to, from, end)).toBeLessThan(1e-6);
    }),
    { numRuns: propertyRuns },
  );
});
