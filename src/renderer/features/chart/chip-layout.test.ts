import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutChips } from './chip-layout.ts';

const chip = (id: string, y: number) => ({ id, y, height: 20 });

test('chips that have room are centred on their lines', () => {
  expect(Object.fromEntries(layoutChips([chip('a', 50), chip('b', 100)], 0, 300))).toEqual({ a: 40, b: 90 });
});

test('chips of lines at nearly one price are pushed apart evenly, the higher price on top', () => {
  const placed = layoutChips([chip('low', 102), chip('high', 100)], 0, 300);
  expect(placed.get('high')).toBe(80);
  expect(placed.get('low')).toBe(102);
});

test('chips of lines outside the pane stay at its edge', () => {
  const placed = layoutChips([chip('above', -500), chip('below', 900)], 24, 300);
  expect(Object.fromEntries(placed)).toEqual({ above: 24, below: 280 });
});

test('no two chips overlap and all stay inside, whatever the prices, as long as they fit', () => {
  const ys = fc.array(fc.integer({ min: -400, max: 900 }), { maxLength: 12 });
  fc.assert(
    fc.property(ys, (wanted) => {
      const placed = layoutChips(
        wanted.map((y, index) => chip(String(index), y)),
        24,
        400,
      );
      const tops = [...placed.values()].toSorted((a, b) => a - b);
      expect(tops).toHaveLength(wanted.length);
      const gaps = tops.slice(1).map((top, index) => top - tops[index]!);
      expect(Math.min(...gaps, 22)).toBeCloseTo(22, 6);
      expect(Math.min(...tops, 24)).toBeCloseTo(24, 6);
      expect(Math.max(...tops, 380)).toBeCloseTo(380, 6);
    }),
  );
});
