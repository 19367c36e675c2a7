import type { Mark } from '../mark.ts';
import type { Point } from '../geometry.ts';
import type { Shape } from './shape.ts';

/** A line through the first two anchors, its parallel through the third, and the middle between them. */
export const channel: Shape = {
  presses: 3,
  marks({ anchors: [a, b, c] }, frame) {
    const [from, to] = [frame.at(a!), frame.at(b!)];
    const base: Mark = { kind: 'line', from, to, hue: 'own' };
    if (!c) return [base];
    const drop = dropTo(from, to, frame.at(c));
    const [low, high] = [down(from, drop), down(to, drop)];
    return [
      { kind: 'area', corners: [from, to, high, low], hue: 'own' },
      base,
      { kind: 'line', from: low, to: high, hue: 'own' },
      { kind: 'line', from: down(from, drop / 2), to: down(to, drop / 2), hue: 'own', guide: true },
    ];
  },
};

const down = ({ x, y }: Point, by: number): Point => ({ x, y: y + by });

/** How far under the line through two points a third lies; upright lines have no under, so from the first. */
function dropTo(from: Point, to: Point, point: Point): number {
  const slope = to.x === from.x ? 0 : (to.y - from.y) / (to.x - from.x);
  return point.y - (from.y + slope * (point.x - from.x));
}
