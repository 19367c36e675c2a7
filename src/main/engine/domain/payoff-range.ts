import type { PayoffLeg } from './payoff.ts';

/** What a chart of the result has to show; paise. */
export interface PayoffSights {
  spot: number;
  /** One standard deviation to the first expiry; 0 when it is not known. */
  deviation: number;
  roots: readonly number[];
}

const POINTS = 160;
/** Deviations shown on either side at least, and the part of the spot when there is none. */
const DEVIATIONS = 1.8;
const LEAST_PART = 0.03;
/** What lies farther from the spot than this part of it widens nothing. */
const MOST_PART = 0.35;
/** Room beyond the outermost strike or break-even, a part of the range within. */
const MARGIN = 0.14;
const STEPS = [1, 2, 5, 10];

/** Spots to work the result out at, whole paise, ascending: even steps over a round range, and each strike within it. */
export function payoffRange(legs: readonly PayoffLeg[], { spot, deviation, roots }: PayoffSights): number[] {
  const strikes = legs.flatMap(({ kind, strike }) => (kind === 'LINEAR' ? [] : [strike]));
  const least = deviation > 0 ? Math.min(deviation * DEVIATIONS, spot * MOST_PART) : spot * LEAST_PART;
  const sights = [...strikes, ...roots].filter((at) => Math.abs(at - spot) <= spot * MOST_PART);
  const inner = [Math.min(spot, ...sights), Math.max(spot, ...sights)] as const;
  const room = (inner[1] - inner[0]) * MARGIN;
  const low = Math.min(spot - least, inner[0] - room);
  const high = Math.max(spot + least, inner[1] + room);
  const grain = roundStep((high - low) / 25);
  const from = Math.max(0, Math.floor(low / grain) * grain);
  const to = Math.ceil(high / grain) * grain;
  const even = Array.from({ length: POINTS + 1 }, (_, step) => Math.round(from + ((to - from) * step) / POINTS));
  const kinks = strikes.filter((strike) => strike > from && strike < to);
  return [...new Set([...even, ...kinks])].sort((a, b) => a - b);
}

/** The round figure, 1, 2 or 5 times a power of ten, at or above a width of at least one paisa. */
function roundStep(width: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, width)));
  return power * STEPS.find((step) => step * power >= width)!;
}
