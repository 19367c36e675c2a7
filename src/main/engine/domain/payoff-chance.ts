import { normalCdf } from './black76.ts';

/**
 * How likely a forward is to end within one of the intervals, 0 to 1: lognormal, its mean the forward.
 * @param intervals of the price at the end, ascending; from 0, to infinity
 * @param deviation the volatility times the root of the time, above 0
 */
export function lognormalChance(
  intervals: readonly (readonly [number, number])[],
  forward: number,
  deviation: number,
): number {
  const below = (price: number) => {
    if (price <= 0) return 0;
    return price === Number.POSITIVE_INFINITY ? 1 : normalCdf(Math.log(price / forward) / deviation + deviation / 2);
  };
  const chance = intervals.reduce((sum, [from, to]) => sum + below(to) - below(from), 0);
  return Math.min(1, Math.max(0, chance));
}
