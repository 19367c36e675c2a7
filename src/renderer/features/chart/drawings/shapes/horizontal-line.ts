import { inr } from '../../../../ui/format.ts';
import type { Shape } from './shape.ts';

/** A price over the whole width, told at its right end. */
export const horizontalLine: Shape = {
  presses: 1,
  marks({ anchors: [a] }, frame) {
    const { y } = frame.at(a!);
    const right = { x: frame.width, y };
    return [
      { kind: 'line', from: { x: 0, y }, to: right, hue: 'own' },
      { kind: 'label', at: right, rows: [inr(a!.price)], hue: 'own', align: 'right', place: 'above' },
    ];
  },
};
