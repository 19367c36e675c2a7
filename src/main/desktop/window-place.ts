import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

const placeSchema = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof placeSchema>;

export const SMALLEST = { width: 1024, height: 640 };
const USUAL = { width: 1600, height: 960 };

/** Where the window was, brought onto the displays there are now (work areas, the first is the primary). */
export function windowPlace(saved: WindowPlace | null, displays: readonly Area[]): WindowPlace {
  const first = displays[0] ?? { x: 0, y: 0, ...USUAL };
  if (saved === null) return { ...centred(first), maximized: false };
  const home = [...displays].sort((a, b) => overlap(saved, b) - overlap(saved, a))[0] ?? first;
  if (overlap(saved, home) === 0) return { ...centred(first), maximized: saved.maximized };
  const width = clamp(saved.width, SMALLEST.width, home.width);
  const height = clamp(saved.height, SMALLEST.height, home.height);
  return {
    x: clamp(saved.x, home.x, home.x + home.width - width),
    y: clamp(saved.y, home.y, home.y + home.height - height),
    width,
    height,
    maximized: saved.maximized,
  };
}

/** Null when nothing readable was saved. */
export function loadWindowPlace(file: string): WindowPlace | null {
  try {
    return placeSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

export function saveWindowPlace(file: string, place: WindowPlace): void {
  writeFileSync(file, JSON.stringify(place));
}

function centred(area: Area): Area {
  const width = Math.min(USUAL.width, area.width);
  const height = Math.min(USUAL.height, area.height);
  const x = area.x + Math.floor((area.width - width) / 2);
  const y = area.y + Math.floor((area.height - height) / 2);
  return { x, y, width, height };
}

function overlap(a: Area, b: Area): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

/** The upper bound wins: a display smaller than our smallest window is filled. */
function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
