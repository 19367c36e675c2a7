import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyRuns } from '../../../../testing/property-runs.ts';
import { Timeline } from './timeline.ts';

const MINUTE = 60_000;
const NIGHT = 1065 * MINUTE;
const session = (start: number, bars: number) => Array.from({ length: bars }, (_, i) => ({ ts: start + i * MINUTE }));

/** Bars of some sessions with nights and missing minutes between. */
const someBars = fc
  .array(fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 9 }), fc.constant(1066)), { maxLength: 80 })
  .map((steps) => {
    let ts = 1_700_000_000_000;
    return [{ ts }, ...steps.map((step) => ({ ts: (ts += step * MINUTE) }))];
  });

test('a time in a bar stands at it, a time of the night between its bars, a later one goes on by bars', () => {
  const bars = [...session(0, 375), ...session(375 * MINUTE + NIGHT, 375)];
  const line = new Timeline(bars, MINUTE);
  expect(line.placeOf(59_999)).toBe(0);
  expect(line.placeOf(374 * MINUTE + 30_000)).toBe(374);
  const midnight = line.placeOf(375 * MINUTE + NIGHT / 2);
  expect(midnight).toBeGreaterThan(374);
  expect(midnight).toBeLessThan(375);
  expect(line.placeOf(bars.at(-1)!.ts + 10 * MINUTE)).toBe(759);
  expect(line.timeAt(759)).toBe(bars.at(-1)!.ts + 10 * MINUTE);
});

test('an anchor of another interval stands at the bar that holds it', () => {
  const hours = new Timeline([{ ts: 0 }, { ts: 60 * MINUTE }, { ts: 120 * MINUTE }], 60 * MINUTE);
  expect(hours.placeOf(59 * MINUTE)).toBe(0);
  expect(hours.placeOf(61 * MINUTE)).toBe(1);
});

test('a time drawn past the last bar keeps its place when the bars come', () => {
  const held = session(0, 10);
  const line = new Timeline(held, MINUTE);
  const ahead = line.timeAt(14);
  held.push(...session(10 * MINUTE, 10));
  expect(line.placeOf(ahead)).toBe(14);
});

test('before the bars held, a night is not counted in bars', () => {
  const day = 375 * MINUTE + NIGHT;
  const all = [0, 1, 2, 3].flatMap((n) => session(n * day, 375));
  const held = new Timeline(all.slice(750), MINUTE);
  const guess = held.placeOf(all[375]!.ts);
  expect(guess).toBeLessThanOrEqual(-375);
  expect(guess).toBeGreaterThan(-700);
});

test('places follow times, and the time of a bar gives its place again', () => {
  const times = fc.integer({ min: -3000 * MINUTE, max: 90_000 * MINUTE });
  fc.assert(
    fc.property(someBars, times, times, (bars, one, other) => {
      const line = new Timeline(bars, MINUTE);
      const [earlier, later] = [Math.min(one, other), Math.max(one, other)].map((at) => bars[0]!.ts + at);
      expect(line.placeOf(earlier!)).toBeLessThanOrEqual(line.placeOf(later!));
      for (const place of [0, bars.length - 1, bars.length + 40, Math.floor(bars.length / 2)]) {
        expect(line.placeOf(line.timeAt(place))).toBe(place);
      }
    }),
    { numRuns: propertyRuns },
  );
});

test('bars there and back end at the same bar', () => {
  fc.assert(
    fc.property(someBars, fc.integer({ min: -60, max: 60 }), fc.nat(79), (bars, by, from) => {
      const line = new Timeline(bars, MINUTE);
      const start = bars[Math.min(from, bars.length - 1)]!.ts;
      expect(line.shift(line.shift(start, by), -by)).toBe(start);
    }),
    { numRuns: propertyRuns },
  );
});
