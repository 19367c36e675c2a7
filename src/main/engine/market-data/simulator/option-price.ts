import { black76, emptyOptionValue } from '../../domain/black76.ts';
import type { SimulatorParameters } from './simulator-parameters.ts';

/** An option's value before any spread or noise. Paise. */
export interface OptionPrice {
  price: number;
  delta: number;
  /** Per point of volatility. */
  vega: number;
  /** Log-moneyness in standard deviations: below 0 for strikes under the forward. */
  moneyness: number;
}

const value = emptyOptionValue();

/**
 * Prices an option on the surface: a smile over standardised moneyness on a term structure that lifts the near expiries.
 * @param atmVolatility per year, before the term structure
 */
export function priceOption(
  out: OptionPrice,
  surface: SimulatorParameters['volatility'],
  isCall: boolean,
  forward: number,
  strike: number,
  years: number,
  atmVolatility: number,
): OptionPrice {
  const days = years * 365;
  const atm = atmVolatility * (1 + surface.shortTermLift * Math.exp(-days / surface.shortTermDays));
  const deviation = atm * Math.sqrt(years + surface.floorDays / 365);
  const moneyness = Math.log(strike / forward) / deviation;
  const held = Math.max(-surface.widest, Math.min(surface.widest, moneyness));
  const smile = 1 + surface.skew * held + surface.curvature * held * held;
  black76(value, isCall, forward, strike, years, atm * smile, surface.rate);
  out.price = value.price;
  out.delta = value.delta;
  out.vega = value.vega;
  out.moneyness = moneyness;
  return out;
}
