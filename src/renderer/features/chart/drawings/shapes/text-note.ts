import type { Shape } from './shape.ts';

/** Words at a time and a price. */
export const textNote: Shape = {
  presses: 1,
  marks: ({ anchors: [a], text }, frame) => [
    { kind: 'label', at: frame.at(a!), rows: text.split('\n'), hue: 'own', align: 'left', place: 'above', plate: true },
  ],
};
