import type { Anchor, Drawing, Tool } from '../drawing.ts';
import type { Point } from '../geometry.ts';
import { channel } from './channel.ts';
import { fib } from './fib.ts';
import { horizontalLine } from './horizontal-line.ts';
import { measure } from './measure.ts';
import { position } from './position.ts';
import { ray } from './ray.ts';
import { rectangle } from './rectangle.ts';
import type { Frame, Shape } from './shape.ts';
import { textNote } from './text-note.ts';
import { trendLine } from './trend-line.ts';
import { verticalLine } from './vertical-line.ts';

/** The shape of each tool. */
export const SHAPES: Record<Tool, Shape> = {
  trend: trendLine,
  ray,
  horizontal: horizontalLine,
  vertical: verticalLine,
  rectangle,
  channel,
  fib,
  text: textNote,
  measure,
  long: position('long'),
  short: position('short'),
};

/** Where a drawing can be pulled. */
export function handlesOf({ tool, anchors }: Drawing, frame: Frame): Point[] {
  return SHAPES[tool].handles?.(anchors, frame) ?? anchors.map((anchor) => frame.at(anchor));
}

/** A drawing with one of its handles pulled to an anchor. */
export function pulled(drawing: Drawing, handle: number, to: Anchor): Drawing {
  const { tool, anchors } = drawing;
  const after = SHAPES[tool].pull?.(anchors, handle, to) ?? anchors.with(handle, to);
  return { ...drawing, anchors: after };
}

/** A drawing moved as a whole by bars and paise. */
export function moved(drawing: Drawing, bars: number, paise: number, frame: Pick<Frame, 'shift'>): Drawing {
  const anchors = drawing.anchors.map(({ ts, price }) => ({ ts: frame.shift(ts, bars), price: price + paise }));
  return { ...drawing, anchors };
}
