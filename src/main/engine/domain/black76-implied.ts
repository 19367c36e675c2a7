import { black76Undiscounted, black76VegaPerDeviation } from './black76.ts';

/** The volatility a price implies, or the sentence that says why there is none. */
export type ImpliedVolatility = { iv: number; reason: null } | { iv: number; reason: string };

const MOST_STEPS = 80;
/** σ√T beyond which a price is within rounding of its upper bound. */
const MOST_DEVIATION = 16;
const PRECISION = 1e-13;

const EXPIRED = none('the contract has expired');
const NO_PRICE = none('there is no price');
const NO_FORWARD = none('there is no forward price');
const NO_TIME_VALUE = none('the price is at or below the intrinsic value');
const TOO_DEAR = none('the price is above what any volatility gives');

/**
 * Solves black76Price for the volatility (per year, a fraction).
 * Works on the out-of-the-money side, whose value is all time value, by Newton steps on its logarithm inside a bracket.
 */
export function impliedVolatility(
  isCall: boolean,
  price: number,
  forward: number,
  strike: number,
  years: number,
  rate: number,
): ImpliedVolatility {
  if (!(years > 0)) return EXPIRED;
  if (!(price > 0)) return NO_PRICE;
  if (!(forward > 0) || !(strike > 0)) return NO_FORWARD;
  const future = price * Math.exp(rate * years);
  const intrinsic = Math.max(0, isCall ? forward - strike : strike - forward);
  const timeValue = future - intrinsic;
  if (timeValue <= forward * PRECISION) return NO_TIME_VALUE;
  if (timeValue >= Math.min(forward, strike)) return TOO_DEAR;
  const deviation = solve(forward < strike, forward, strike, timeValue);
  return deviation === null ? TOO_DEAR : { iv: deviation / Math.sqrt(years), reason: null };
}

function solve(isCall: boolean, forward: number, strike: number, target: number): number | null {
  if (black76Undiscounted(isCall, forward, strike, MOST_DEVIATION) <= target) return null;
  let low = 0;
  let high = MOST_DEVIATION;
  const moneyness = Math.abs(Math.log(forward / strike));
  let guess = Math.max(Math.sqrt(2 * moneyness), (target * 2.5066) / Math.sqrt(forward * strike));
  guess = Math.min(guess, 4);
  const wanted = Math.log(target);
  for (let step = 0; step < MOST_STEPS; step++) {
    const value = black76Undiscounted(isCall, forward, strike, guess);
    if (value > target) high = guess;
    else low = guess;
    const slope = black76VegaPerDeviation(forward, strike, guess);
    let next = value > 0 && slope > 0 ? guess - ((Math.log(value) - wanted) * value) / slope : Number.NaN;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - guess) <= PRECISION * guess) return next;
    guess = next;
  }
  return guess;
}

function none(reason: string): ImpliedVolatility {
  return { iv: Number.NaN, reason };
}
