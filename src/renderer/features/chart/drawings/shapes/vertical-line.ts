import { istDate, istTime } from '../../../../ui/format.ts';
import type { Shape } from './shape.ts';

/** A time over the whole height, told at its foot. */
export const verticalLine: Shape = {
  presses: 1,
  marks({ anchors: [a] }, frame) {
    const { x } = frame.at(a!);
    const foot = { x, y: frame.height };
    const words = `${istDate(a!.ts)} ${istTime(a!.ts).slice(0, 5)}`;
    return [
      { kind: 'line', from: { x, y: 0 }, to: foot, hue: 'own' },
      { kind: 'label', at: foot, rows: [words], hue: 'own', align: 'left', place: 'above' },
    ];
  },
};
