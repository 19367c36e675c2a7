import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadWindowPlace, saveWindowPlace, windowPlace } from './window-place.ts';

const left = { x: 0, y: 0, width: 1920, height: 1040 };
const right = { x: 1920, y: 0, width: 2560, height: 1400 };
const saved = { x: 2000, y: 100, width: 1400, height: 900, maximized: true };

it('opens centred on the primary display at first', () => {
  expect(windowPlace(null, [left])).toEqual({ x: 160, y: 40, width: 1600, height: 960, maximized: false });
});

it('comes back where it was', () => {
  expect(windowPlace(saved, [left, right])).toEqual(saved);
});

it('comes back to the primary display when its own is gone', () => {
  expect(windowPlace(saved, [left])).toMatchObject({ x: 160, y: 40, maximized: true });
});

it('whatever was saved, lies wholly inside one display', () => {
  const whole = fc.integer({ min: -100_000, max: 100_000 });
  const size = fc.integer({ min: 1, max: 100_000 });
  const place = fc.record({ x: whole, y: whole, width: size, height: size, maximized: fc.boolean() });
  const displays = fc.array(
    fc.record({
      x: whole,
      y: whole,
      width: fc.integer({ min: 320, max: 8000 }),
      height: fc.integer({ min: 240, max: 5000 }),
    }),
    { minLength: 1, maxLength: 3 },
  );
  fc.assert(
    fc.property(place, displays, (was, areas) => {
      const now = windowPlace(was, areas);
      const inside = areas.some(
        (area) =>
          now.x >= area.x &&
          now.y >= area.y &&
          now.x + now.width <= area.x + area.width &&
          now.y + now.height <= area.y + area.height,
      );
      expect(inside).toBe(true);
    }),
  );
});

it('is kept in a file, and a damaged file counts as none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'window-place-'));
  const file = join(folder, 'window.json');
  expect(loadWindowPlace(file)).toBeNull();
  saveWindowPlace(file, saved);
  expect(loadWindowPlace(file)).toEqual(saved);
  for (const damage of [
    '',
    '{',
    '{"x":1}',
    JSON.stringify({ ...saved, width: -5 }),
    JSON.stringify({ ...saved, x: 0.5 }),
  ]) {
    writeFileSync(file, damage);
    expect(loadWindowPlace(file)).toBeNull();
  }
  rmSync(folder, { recursive: true });
});
