import { PENS, penToken, type PenToken } from './indicators/pens.ts';

/** The tokens a chart draws with, as the browser resolved them for the theme in force. */
export interface ChartTheme extends Record<PenToken, string> {
  '--bg-1': string;
  '--line-1': string;
  '--line-2': string;
  '--line-3': string;
  '--bg-4': string;
  '--text-1': string;
  '--text-2': string;
  '--text-3': string;
  '--text-inverse': string;
  '--up': string;
  '--up-soft': string;
  '--down': string;
  '--down-soft': string;
  '--warn': string;
  '--font': string;
}

const TOKENS: (keyof ChartTheme)[] = [
  '--bg-1',
  '--line-1',
  '--line-2',
  '--line-3',
  '--bg-4',
  '--text-1',
  '--text-2',
  '--text-3',
  '--text-inverse',
  '--up',
  '--up-soft',
  '--down',
  '--down-soft',
  '--warn',
  '--font',
  ...PENS.map(penToken),
];

/** Reads the tokens from the root element. */
export function readChartTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    TOKENS.map((token) => [token, style.getPropertyValue(token).trim()]),
  ) as unknown as ChartTheme;
}

/** Calls back at each change of theme until the returned function is called. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

/** A colour at part of its strength, for canvases. `alpha` 0–1. */
export function faded(color: string, alpha: number): string {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (!hex) return color;
  const [red, green, blue] = hex.slice(1).map((part) => Number.parseInt(part, 16));
  return `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}
