import type { Trail } from '../../../contract/protection.ts';

/** What a stop trails from; prices in paise. */
export interface TrailedLeg {
  isLong: boolean;
  /** Gains are counted from here: the entry, or the price the trail was set at when that was better. */
  from: number;
  /** Where break-even is. */
  entry: number;
  /** The stop as it was set. */
  stop: number;
  tickSize: number;
}

/**
 * The stop in force once `best` was the best price seen. A pure function of what it is given, so that a restart with
 * the persisted best price finds the same stop (TS3), and one that never loosens as `best` improves (TS1). Rounded to
 * the tick away from the price: down for a long, up for a short.
 */
export function trailedStop(leg: TrailedLeg, trail: Trail, best: number): number {
  const { isLong, tickSize } = leg;
  const sign = isLong ? 1 : -1;
  const gained = sign * (best - leg.from);
  const stops = [leg.stop];
  if (gained >= trail.after && gained >= 0) stops.push(followed(leg, trail.follow, best, gained));
  if (trail.breakEvenAfter !== null && gained >= trail.breakEvenAfter) stops.push(leg.entry);
  const tightest = isLong ? Math.max(...stops) : Math.min(...stops);
  if (tightest === leg.stop) return leg.stop;
  return (isLong ? Math.floor(tightest / tickSize) : Math.ceil(tightest / tickSize)) * tickSize;
}

/** The better of two prices for what is held: the higher for a long. Null is none seen yet. */
export function bestPrice(isLong: boolean, known: number | null, price: number): number {
  if (known === null) return price;
  return isLong ? Math.max(known, price) : Math.min(known, price);
}

/** What is wrong with a trail, a sentence, or null. A step longer than the move it follows would overtake the price. */
export function trailProblem({ follow, breakEvenAfter }: Trail): string | null {
  if (follow === null && breakEvenAfter === null) {
    return 'A trail without a step, a distance or a break-even follows nothing: choose one, or turn trailing off.';
  }
  if (follow?.type === 'STEP' && follow.by > follow.every) {
    return 'A stop that moves further than the price would overtake it: trail by no more than the move it follows.';
  }
  if (follow?.type === 'PERCENT' && !Number.isInteger(hundredths(follow.percent))) {
    return 'A trail in percent has two decimals at most: round it.';
  }
  return null;
}

function followed(leg: TrailedLeg, follow: Trail['follow'], best: number, gained: number): number {
  if (follow === null) return leg.stop;
  const sign = leg.isLong ? 1 : -1;
  switch (follow.type) {
    case 'STEP':
      return leg.stop + sign * Math.floor(gained / follow.every) * follow.by;
    case 'DISTANCE':
      return best - sign * follow.by;
    case 'PERCENT':
    default:
      return (best * (10_000 - sign * hundredths(follow.percent))) / 10_000;
  }
}

/** Percent in hundredths, so that prices stay integers until the rounding; 12.34 is 1234 whatever its binary form. */
function hundredths(percent: number): number {
  const scaled = percent * 100;
  const nearest = Math.round(scaled);
  return Math.abs(scaled - nearest) < 1e-6 ? nearest : scaled;
}
