import type { Color } from './drawing.ts';

/** The token behind each colour of a drawing. */
export const COLOR_TOKENS: Record<Color, string> = {
  violet: '--mode-replay',
  blue: '--up',
  orange: '--down',
  yellow: '--warn',
  green: '--ok',
  red: '--danger',
  ink: '--text-1',
  grey: '--text-3',
};

/** Colours of drawings in the theme in force. */
export interface DrawingPalette {
  color: Record<Color, string>;
  up: string;
  down: string;
  plate: string;
  font: string;
}

/** Reads the tokens from the root element. */
export function readPalette(): DrawingPalette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  const colors = Object.entries(COLOR_TOKENS).map(([color, name]) => [color, token(name)]);
  return {
    color: Object.fromEntries(colors) as Record<Color, string>,
    up: token('--up'),
    down: token('--down'),
    plate: token('--bg-1'),
    font: token('--font'),
  };
}
