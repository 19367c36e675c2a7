import { z } from 'zod';

/** What can be drawn on the chart. */
export const TOOLS = [
  'trend',
  'ray',
  'horizontal',
  'vertical',
  'rectangle',
  'channel',
  'fib',
  'text',
  'measure',
  'long',
  'short',
] as const;
export type Tool = (typeof TOOLS)[number];

export const TOOL_NAMES: Record<Tool, string> = {
  trend: 'Trend line',
  ray: 'Ray',
  horizontal: 'Horizontal line',
  vertical: 'Vertical line',
  rectangle: 'Rectangle',
  channel: 'Parallel channel',
  fib: 'Fib retracement',
  text: 'Text',
  measure: 'Measure',
  long: 'Long position',
  short: 'Short position',
};

/** Anchors that a finished drawing has. A position has its entry, its stop and its target. */
export const ANCHORS: Record<Tool, number> = {
  trend: 2,
  ray: 2,
  horizontal: 1,
  vertical: 1,
  rectangle: 2,
  channel: 3,
  fib: 2,
  text: 1,
  measure: 2,
  long: 3,
  short: 3,
};

/** By name, so that a drawing is readable in each theme. */
export const COLORS = ['violet', 'blue', 'orange', 'yellow', 'green', 'red', 'ink', 'grey'] as const;
export type Color = (typeof COLORS)[number];
export const DASHES = ['solid', 'dashed', 'dotted'] as const;
export type Dash = (typeof DASHES)[number];
export const WIDTHS = [1, 2, 3] as const;

/** Most drawings of one instrument. */
export const MAX_DRAWINGS = 200;
export const MAX_TEXT = 300;

const styleSchema = z.object({
  color: z.enum(COLORS),
  dash: z.enum(DASHES),
  /** Px. */
  width: z.literal(WIDTHS),
});
export type Style = z.infer<typeof styleSchema>;

/** A point of the market: epoch ms and paise. */
const anchorSchema = z.object({ ts: z.int().nonnegative(), price: z.int() });
export type Anchor = Readonly<z.infer<typeof anchorSchema>>;

const drawingSchema = z
  .object({
    id: z.string().min(1).max(40),
    tool: z.enum(TOOLS),
    anchors: z.array(anchorSchema).readonly(),
    style: styleSchema.readonly(),
    text: z.string().max(MAX_TEXT),
    /** A hand cannot move it. */
    locked: z.boolean(),
  })
  .refine(({ tool, anchors }) => anchors.length === ANCHORS[tool]);
export type Drawing = Readonly<z.infer<typeof drawingSchema>>;

/** Drawings as they were saved: those that can be read, each id once. */
export function readDrawings(saved: unknown): Drawing[] {
  if (!Array.isArray(saved)) return [];
  const ids = new Set<string>();
  return saved
    .flatMap((row) => {
      const read = drawingSchema.safeParse(row);
      if (!read.success || ids.has(read.data.id)) return [];
      ids.add(read.data.id);
      return [read.data];
    })
    .slice(-MAX_DRAWINGS);
}

/** An id that none of these has. */
export function freshId(drawings: readonly Drawing[]): string {
  return String(Math.max(0, ...drawings.map(({ id }) => Number(id) || 0)) + 1);
}
