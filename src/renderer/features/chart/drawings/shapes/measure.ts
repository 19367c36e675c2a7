import type { Hue } from '../mark.ts';
import { measureWords } from './measure-words.ts';
import { rectangleBetween } from './rectangle.ts';
import type { Shape } from './shape.ts';

/** The range between two anchors and its figures, in the colour of the move. */
export const measure: Shape = {
  presses: 2,
  marks({ anchors }, frame) {
    const [a, b] = [anchors[0]!, anchors[1]!];
    const [from, to] = [frame.at(a), frame.at(b)];
    const hue: Hue = b.price < a.price ? 'down' : 'up';
    const middle = (from.x + to.x) / 2;
    return [
      { kind: 'area', corners: rectangleBetween(from, to), hue },
      { kind: 'line', from: { x: middle, y: from.y }, to: { x: middle, y: to.y }, hue },
      { kind: 'line', from: { x: from.x, y: to.y }, to, hue, guide: true },
      { kind: 'line', from, to: { x: to.x, y: from.y }, hue, guide: true },
      {
        kind: 'label',
        at: { x: middle, y: to.y },
        rows: measureWords(a, b, frame),
        hue,
        align: 'center',
        place: b.price < a.price ? 'below' : 'above',
        plate: true,
      },
    ];
  },
};
