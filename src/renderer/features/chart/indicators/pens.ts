/** Colours that a person may give a line of the chart; each is a token of its own, legible in both themes. */
export const PENS = ['grey', 'teal', 'violet', 'yellow', 'rose', 'green'] as const;
export type Pen = (typeof PENS)[number];
export type PenToken = `--pen-${Pen}`;

/** The token of a pen. */
export const penToken = (pen: Pen): PenToken => `--pen-${pen}`;
