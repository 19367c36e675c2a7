import { contains, distanceToSegment, isInside, type Box, type Point } from './geometry.ts';

/** `own` is the drawing's colour; `up` and `down` are those of gain and loss. */
export type Hue = 'own' | 'up' | 'down';

interface LineMark {
  kind: 'line';
  from: Point;
  to: Point;
  hue: Hue;
  /** A thin guide instead of the drawing's own stroke. */
  guide?: boolean;
}

interface AreaMark {
  kind: 'area';
  corners: readonly Point[];
  hue: Hue;
}

/** Rows of text beside a point. */
export interface LabelMark {
  kind: 'label';
  at: Point;
  rows: readonly string[];
  hue: Hue;
  align: 'left' | 'center' | 'right';
  place: 'above' | 'middle' | 'below';
  /** On a plate, to be read over candles. */
  plate?: boolean;
}

/** A drawing comes apart into these: they are painted and hit. */
export type Mark = LineMark | AreaMark | LabelMark;

export const ROW_HEIGHT = 14;
export const LABEL_PAD = 4;
/** Mean width of a letter at the label's size, px: near enough to take hold of a text. */
const LETTER = 6.2;

/** Size of the price pane, px. */
export interface Pane {
  width: number;
  height: number;
}

/** The place of a label, within the pane when its point is. `textWidth` in px, guessed from the letters when not given. */
export function labelBox({ at, rows, align, place }: LabelMark, pane: Pane, textWidth?: number): Box {
  const width = (textWidth ?? Math.max(...rows.map((row) => row.length)) * LETTER) + 2 * LABEL_PAD;
  const height = rows.length * ROW_HEIGHT + LABEL_PAD;
  const left = at.x - { left: 0, center: width / 2, right: width }[align];
  const top = at.y - { above: height + 2, middle: height / 2, below: -2 }[place];
  return { left: held(left, at.x, pane.width, width), top: held(top, at.y, pane.height, height), width, height };
}

/** `start` of something as long as `size`, kept within 0 and `room` when the point it belongs to is. */
function held(start: number, point: number, room: number, size: number): number {
  return point < 0 || point > room ? start : Math.max(0, Math.min(start, room - size));
}

/** How near the pointer has to be to a line, px. */
const REACH = 5;

/** True when the pointer is on one of the marks. */
export function hits(marks: readonly Mark[], point: Point, pane: Pane): boolean {
  return marks.some((mark) => {
    if (mark.kind === 'line') return distanceToSegment(point, mark.from, mark.to) <= REACH;
    if (mark.kind === 'area') return isInside(point, mark.corners);
    return contains(labelBox(mark, pane), point);
  });
}
