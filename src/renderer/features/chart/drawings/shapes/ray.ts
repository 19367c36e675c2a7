import { rayEnd } from '../geometry.ts';
import type { Shape } from './shape.ts';

/** A line from the first anchor through the second to the pane's edge. */
export const ray: Shape = {
  presses: 2,
  marks({ anchors: [a, b] }, frame) {
    const from = frame.at(a!);
    return [{ kind: 'line', from, to: rayEnd(from, frame.at(b!), frame), hue: 'own' }];
  },
};
