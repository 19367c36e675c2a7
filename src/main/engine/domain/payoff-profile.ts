import { firstExpiry, resultAt } from './payoff.ts';
import type { PayoffLeg } from './payoff.ts';

/** How the result at the first expiry runs over the spot. Paise; `roots` are not rounded. */
export interface PayoffProfile {
  /** Null when nothing bounds it. */
  maxProfit: number | null;
  /** The least result, negative when money is lost; null when nothing bounds it. */
  maxLoss: number | null;
  /** The spots above 0 where the result turns, ascending. */
  roots: number[];
  /** A leg outlives the first expiry, so the result between the kinks is a curve. */
  curved: boolean;
}

interface Point {
  spot: number;
  result: number;
}

/** Where a curve is looked at between 0 and thrice the highest strike, and how near its turns are taken. */
const SAMPLES = 1200;
const HIGHEST = 3;
const HALVINGS = 60;

/**
 * The result at the first expiry. When every option ends there it is worked out exactly from the kinks: straight lines
 * between the strikes, and one beyond the last. What outlives it makes a curve, searched between the kinks.
 * @param now epoch ms at which the carry of the legs was taken
 * @param rate per year, a fraction
 */
export function payoffProfile(legs: readonly PayoffLeg[], now: number, rate: number, spot: number): PayoffProfile {
  const at = firstExpiry(legs);
  const result = (where: number) => resultAt(legs, where, { now, at, ivShift: 0, rate });
  const options = legs.filter(({ kind }) => kind !== 'LINEAR');
  const kinks = [0, ...new Set(options.map(({ strike }) => strike))].sort((a, b) => a - b);
  const slope = legs.reduce((sum, { kind, units }) => sum + (kind === 'PE' ? 0 : units), 0);
  const curved = legs.some(({ kind, expiresAt, carry }) => expiresAt > at && (kind !== 'LINEAR' || carry !== 0));
  const tail = { from: kinks.at(-1)!, slope };
  const points = curved ? samples(kinks, spot) : kinks;
  const known = points.map((where) => ({ spot: where, result: result(where) }));
  const extremes = curved ? turnsOf(known, result) : known;
  const results = extremes.map((point) => point.result);
  return {
    maxProfit: slope > 0 ? null : Math.max(...results),
    maxLoss: slope < 0 ? null : Math.min(...results),
    roots: rootsOf(known, curved ? result : null, curved ? 0 : tail.slope),
    curved,
  };
}

/** The intervals of the spot with a profit, ascending; the last may be infinite. */
export function profitIntervals({ roots }: PayoffProfile, result: (spot: number) => number): [number, number][] {
  const edges = [0, ...roots, Number.POSITIVE_INFINITY];
  return edges.slice(1).flatMap((to, place): [number, number][] => {
    const from = edges[place]!;
    const inside = Number.isFinite(to) ? (from + to) / 2 : from * 2 + 1;
    return result(inside) > 0 ? [[from, to]] : [];
  });
}

function samples(kinks: readonly number[], spot: number): number[] {
  const highest = HIGHEST * Math.max(kinks.at(-1)!, spot);
  const even = Array.from({ length: SAMPLES + 1 }, (_, step) => (highest * step) / SAMPLES);
  return [...new Set([...kinks, spot, ...even])].sort((a, b) => a - b);
}

/** The points themselves, and the turn of the curve beside each that stands above or below its neighbours. */
function turnsOf(points: readonly Point[], result: (spot: number) => number): Point[] {
  const turns = points.flatMap((point, place) => {
    const [before, after] = [points[place - 1], points[place + 1]];
    if (before === undefined || after === undefined) return [];
    const sign = Math.sign(point.result - before.result);
    if (sign === 0 || sign !== Math.sign(point.result - after.result)) return [];
    return [before, after].map((other) => turnBetween(point.spot, other.spot, sign, result));
  });
  return [...points, ...turns];
}

function turnBetween(near: number, far: number, sign: number, result: (spot: number) => number): Point {
  let [low, high] = near < far ? [near, far] : [far, near];
  for (let step = 0; step < HALVINGS; step++) {
    const third = (high - low) / 3;
    if (sign * result(low + third) < sign * result(high - third)) low += third;
    else high -= third;
  }
  const spot = (low + high) / 2;
  return { spot, result: result(spot) };
}

/** @param curve null: straight lines between the points, and beyond the last with `slope` */
function rootsOf(points: readonly Point[], curve: ((spot: number) => number) | null, slope: number): number[] {
  const roots: number[] = [];
  points.forEach((point, place) => {
    const [before, after] = [points[place - 1], points[place + 1]];
    const flat = (after === undefined ? slope === 0 : after.result === 0) && before?.result === 0;
    if (point.result === 0 && point.spot > 0 && !flat) roots.push(point.spot);
    if (after !== undefined && point.result * after.result < 0)
      roots.push(curve === null ? crossing(point, after) : bisected(point, after, curve));
  });
  const last = points.at(-1)!;
  if (last.result * slope < 0) roots.push(last.spot - last.result / slope);
  return roots;
}

function crossing(from: Point, to: Point): number {
  return from.spot + ((to.spot - from.spot) * from.result) / (from.result - to.result);
}

function bisected(from: Point, to: Point, result: (spot: number) => number): number {
  let [low, high] = [from.spot, to.spot];
  const sign = Math.sign(from.result);
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (Math.sign(result(middle)) === sign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
