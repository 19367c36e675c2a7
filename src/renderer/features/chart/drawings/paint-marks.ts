import { faded } from '../chart-theme.ts';
import type { Style } from './drawing.ts';
import type { DrawingPalette } from './drawing-colors.ts';
import type { Point } from './geometry.ts';
import { LABEL_PAD, labelBox, ROW_HEIGHT, type Hue, type LabelMark, type Mark, type Pane } from './mark.ts';

const AREA_ALPHA = 0.12;
const GUIDE_ALPHA = 0.6;
const HANDLE_RADIUS = 4;

/** Paints the marks of one drawing. */
export function paintMarks(
  context: CanvasRenderingContext2D,
  marks: readonly Mark[],
  style: Style,
  palette: DrawingPalette,
  pane: Pane,
): void {
  const colorOf = (hue: Hue): string => (hue === 'own' ? palette.color[style.color] : palette[hue]);
  for (const mark of marks) {
    const color = colorOf(mark.hue);
    if (mark.kind === 'area') {
      trace(context, mark.corners);
      context.fillStyle = faded(color, AREA_ALPHA);
      context.fill();
    } else if (mark.kind === 'line') {
      context.strokeStyle = mark.guide ? faded(color, GUIDE_ALPHA) : color;
      context.lineWidth = mark.guide ? 1 : style.width;
      context.setLineDash(mark.guide ? [4, 4] : dashOf(style));
      trace(context, crisp(mark.from, mark.to));
      context.stroke();
      context.setLineDash([]);
    } else paintLabel(context, mark, color, palette, pane);
  }
}

/** Paints the round handles of the selected drawing; those of a locked one are filled. */
export function paintHandles(
  context: CanvasRenderingContext2D,
  handles: readonly Point[],
  { color, locked }: { color: string; locked: boolean },
  palette: DrawingPalette,
): void {
  context.lineWidth = 1.5;
  context.strokeStyle = color;
  context.fillStyle = locked ? color : palette.plate;
  for (const { x, y } of handles) {
    context.beginPath();
    context.arc(x, y, HANDLE_RADIUS, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
}

function paintLabel(
  context: CanvasRenderingContext2D,
  mark: LabelMark,
  color: string,
  palette: DrawingPalette,
  pane: Pane,
): void {
  context.font = `11px ${palette.font}`;
  context.textBaseline = 'middle';
  const width = Math.max(...mark.rows.map((row) => context.measureText(row).width));
  const box = labelBox(mark, pane, width);
  if (mark.plate) {
    context.beginPath();
    context.roundRect(box.left, box.top, box.width, box.height, 3);
    context.fillStyle = faded(palette.plate, 0.85);
    context.fill();
  }
  context.fillStyle = color;
  for (const [index, row] of mark.rows.entries()) {
    context.fillText(row, box.left + LABEL_PAD, box.top + LABEL_PAD / 2 + (index + 0.5) * ROW_HEIGHT);
  }
}

function trace(context: CanvasRenderingContext2D, points: readonly Point[]): void {
  context.beginPath();
  for (const { x, y } of points) context.lineTo(x, y);
  if (points.length > 2) context.closePath();
}

/** Level and upright lines on whole pixels, or they would blur. */
function crisp(from: Point, to: Point): Point[] {
  const half = (value: number): number => Math.floor(value) + 0.5;
  if (from.y === to.y) return [from, to].map(({ x, y }) => ({ x, y: half(y) }));
  if (from.x === to.x) return [from, to].map(({ x, y }) => ({ x: half(x), y }));
  return [from, to];
}

function dashOf({ dash, width }: Style): number[] {
  if (dash === 'solid') return [];
  return dash === 'dashed' ? [5 + width, 3 + width] : [width, 2 + width];
}
