import type { Payoff } from '../../../contract/payoff.ts';

/** Room around the drawing, CSS px. */
const LEFT = 52;
const RIGHT = 10;
const TOP = 26;
const BOTTOM = 22;
/** Of the height of the results, left free above and below. */
const AIR = 0.1;
const LABEL_WIDTH = 62;
const LABEL_HEIGHT = 46;

/** Where paise lie in a drawing of a size. */
export interface ChartFrame {
  x: (spot: number) => number;
  y: (result: number) => number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Round figures on the axes, paise. */
  spots: number[];
  results: number[];
}

/** The frame of a payoff in so many CSS px. */
export function chartFrame({ curves, marked }: Payoff, width: number, height: number): ChartFrame {
  const [left, right, top, bottom] = [LEFT, Math.max(LEFT + 1, width - RIGHT), TOP, Math.max(TOP + 1, height - BOTTOM)];
  const { spot, expiry, now, whatIf } = curves;
  const [from, to] = [spot[0]!, spot.at(-1)!];
  const values = [0, marked.value ?? 0, ...(expiry ?? []), ...(now ?? []), ...(whatIf ?? [])];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const air = Math.max(100, most - least) * AIR;
  const [low, high] = [least - air, most + air];
  return {
    x: (at) => left + ((at - from) / (to - from)) * (right - left),
    y: (result) => top + ((high - result) / (high - low)) * (bottom - top),
    left,
    right,
    top,
    bottom,
    spots: roundFigures(from, to, (right - left) / LABEL_WIDTH),
    results: roundFigures(low, high, (bottom - top) / LABEL_HEIGHT),
  };
}

/** Multiples of 1, 2 or 5 times a power of ten between two figures, `most` of them at most, at least one apart. */
export function roundFigures(from: number, to: number, most: number): number[] {
  const least = (to - from) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((wide) => wide >= least) ?? power * 10;
  const figures: number[] = [];
  for (let figure = Math.ceil(from / step) * step; figure <= to; figure += step) figures.push(figure + 0);
  return figures;
}

/** An SVG path through the points of a curve. */
export function curvePath({ x, y }: ChartFrame, spots: readonly number[], results: readonly number[]): string {
  return `M${spots.map((spot, place) => `${x(spot).toFixed(1)} ${y(results[place]!).toFixed(1)}`).join('L')}`;
}

/** Paise on an axis: "+10 k", "−1.5 L". */
export function axisRupees(paise: number): string {
  if (paise === 0) return '0';
  const size = Math.abs(paise) / 100;
  const [unit, word] = size >= 1e7 ? [1e7, ' Cr'] : size >= 1e5 ? [1e5, ' L'] : size >= 1000 ? [1000, ' k'] : [1, ''];
  return `${paise > 0 ? '+' : '−'}${Number((size / unit).toFixed(2))}${word}`;
}
