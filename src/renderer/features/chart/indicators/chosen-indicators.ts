import { z } from 'zod';
import type { Indicator } from '../../../../indicators/indicator.ts';
import { indicatorOf } from '../../../../indicators/registry.ts';
import { PENS, type Pen } from './pens.ts';

/** An indicator on the chart: which, with what parameters, in what look. */
export interface ChosenIndicator {
  /** Its own, since there may be several of one kind. */
  key: string;
  id: string;
  values: Readonly<Record<string, number>>;
  pen: Pen;
  /** Whether the area between its edges is filled, where it has such. */
  filled: boolean;
}

/** Most indicators that a chart holds: each has its price in every drawing, and panes get too low to read. */
export const MOST_INDICATORS = 12;

const chosenSchema = z.object({
  key: z.string().min(1).max(40),
  id: z.string(),
  values: z.record(z.string(), z.number()),
  pen: z.enum(PENS),
  filled: z.boolean(),
});

/** Adds an indicator with its defaults, in the colour that is used least; null when the chart is full. */
export function withIndicator(
  all: readonly ChosenIndicator[],
  { id, parameters }: Indicator,
): ChosenIndicator[] | null {
  if (all.length >= MOST_INDICATORS) return null;
  const number = Math.max(0, ...all.map(({ key }) => Number(key.split('-').at(-1)) || 0)) + 1;
  const uses = (pen: Pen) => all.filter((one) => one.pen === pen).length;
  const pen = [...PENS].toSorted((a, b) => uses(a) - uses(b))[0]!;
  const values = Object.fromEntries(Object.entries(parameters).map(([name, { default: value }]) => [name, value]));
  return [...all, { key: `${id}-${number}`, id, values, pen, filled: true }];
}

/** What was saved, without what this version does not know or would refuse. */
export function validChosen(saved: unknown): ChosenIndicator[] {
  if (!Array.isArray(saved)) return [];
  const keys = new Set<string>();
  return saved
    .flatMap((one) => {
      const { success, data } = chosenSchema.safeParse(one);
      if (!success || keys.has(data.key) || !canRun(data)) return [];
      keys.add(data.key);
      return [data];
    })
    .slice(0, MOST_INDICATORS);
}

function canRun({ id, values }: ChosenIndicator): boolean {
  try {
    return indicatorOf(id)?.create(values) !== undefined;
  } catch {
    return false;
  }
}
