import type { Shape } from './shape.ts';

export const trendLine: Shape = {
  presses: 2,
  marks: ({ anchors: [a, b] }, frame) => [{ kind: 'line', from: frame.at(a!), to: frame.at(b!), hue: 'own' }],
};
