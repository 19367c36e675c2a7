import type { Anchor } from '../drawing.ts';
import type { Point } from '../geometry.ts';
import type { Mark } from '../mark.ts';
import type { Shape } from './shape.ts';

/** A range of times and prices; its four corners can be pulled. */
export const rectangle: Shape = {
  presses: 2,
  marks({ anchors: [a, b] }, frame) {
    const corners = rectangleBetween(frame.at(a!), frame.at(b!));
    const edges = corners.map((from, index): Mark => {
      return { kind: 'line', from, to: corners[(index + 1) % corners.length]!, hue: 'own' };
    });
    return [{ kind: 'area', corners, hue: 'own' }, ...edges];
  },
  handles: (anchors, frame) => cornersOf(anchors).map((corner) => frame.at(corner)),
  pull(anchors, handle, to) {
    const [a, b] = [anchors[0]!, anchors[1]!];
    if (handle === 0) return [to, b];
    if (handle === 1) return [a, to];
    return handle === 2
      ? [
          { ...a, ts: to.ts },
          { ...b, price: to.price },
        ]
      : [
          { ...a, price: to.price },
          { ...b, ts: to.ts },
        ];
  },
};

/** The corners of the upright rectangle between two opposite ones, in turn. */
export function rectangleBetween(one: Point, other: Point): Point[] {
  return [one, { x: other.x, y: one.y }, other, { x: one.x, y: other.y }];
}

/** Both anchors, then the corners that take the time of the first and the price of the second, and the reverse. */
function cornersOf(anchors: readonly Anchor[]): Anchor[] {
  const [a, b] = [anchors[0]!, anchors[1]!];
  return [a, b, { ts: a.ts, price: b.price }, { ts: b.ts, price: a.price }];
}
