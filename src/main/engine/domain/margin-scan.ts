import type { Instrument } from '../../../contract/market.ts';
import { DAY_MS } from '../core/ist.ts';
import { black76Price } from './black76.ts';
import { impliedVolatility } from './black76-implied.ts';

/** A derivative held, one entry per instrument. Units, paise. */
export interface MarginLeg {
  instrument: Instrument;
  netQty: number;
  ltp: number;
  /** Per year, a fraction; null to imply it from the price. */
  iv: number | null;
}

/** The parameters of a scan; see resources/margin. */
export interface ScanParameters {
  priceScanPercent: number;
  volatilityScan: number;
  extremeMultiple: number;
  extremeFraction: number;
}

export interface PricingParameters {
  ratePerYear: number;
  leastDaysToExpiry: number;
  fallbackVolatility: number;
}

interface Scenario {
  /** Of the price scan range. */
  move: number;
  /** Of the volatility scan range. */
  volatility: number;
  /** The part of the loss that counts. */
  fraction: number;
}

const LEAST_VOLATILITY = 0.01;

function scenarios(parameters: ScanParameters): Scenario[] {
  const grid = [0, 1 / 3, -1 / 3, 2 / 3, -2 / 3, 1, -1].flatMap((move) =>
    [1, -1].map((volatility) => ({ move, volatility, fraction: 1 })),
  );
  const extremes = [1, -1].map((sign) => ({
    move: sign * parameters.extremeMultiple,
    volatility: 0,
    fraction: parameters.extremeFraction,
  }));
  return [...grid, ...extremes];
}

function isOption({ kind }: Instrument): boolean {
  return kind === 'CE' || kind === 'PE';
}

/**
 * The worst loss of the legs of one underlying over 16 scenarios: seven price moves in thirds of the scan range, each
 * with volatility up and down, and two extreme moves of whose loss a part counts. Paise, 0 when every scenario gains.
 * @param forward paise
 * @param day IST day `YYYY-MM-DD`
 */
export function worstScanLoss(
  legs: readonly MarginLeg[],
  forward: number,
  day: string,
  scan: ScanParameters,
  pricing: PricingParameters,
): number {
  const grid = scenarios(scan);
  const repriced = legs.map((leg) => unitGains(leg, forward, day, scan, pricing));
  let worst = 0;
  for (const [index, { fraction }] of grid.entries()) {
    let loss = 0;
    for (const [nth, { instrument, netQty, ltp }] of legs.entries()) {
      const gain = repriced[nth]![index]!;
      // A price no volatility explains leaves model and mark apart; a bought option still loses its mark at most.
      loss -= netQty * (netQty > 0 && isOption(instrument) ? Math.max(-ltp, gain) : gain);
    }
    worst = Math.max(worst, loss * fraction);
  }
  return worst;
}

/** What a unit was last found to gain, with all that it depends on. */
interface Repriced {
  ltp: number;
  iv: number | null;
  forward: number;
  day: string;
  scan: ScanParameters;
  pricing: PricingParameters;
  gains: number[];
}

/** One entry an instrument: each order at work asks for the margin of the same positions at the same prices again. */
const repricedLast = new WeakMap<Instrument, Repriced>();

/** What one unit bought gains in each scenario, paise. */
function unitGains(
  { instrument, ltp, iv }: MarginLeg,
  forward: number,
  day: string,
  scan: ScanParameters,
  pricing: PricingParameters,
): number[] {
  const last = repricedLast.get(instrument);
  const isSame =
    last !== undefined &&
    last.ltp === ltp &&
    last.iv === iv &&
    last.forward === forward &&
    last.day === day &&
    last.scan === scan &&
    last.pricing === pricing;
  if (isSame) return last.gains;
  const range = (forward * scan.priceScanPercent) / 100;
  const gain = repricer(instrument, ltp, iv, forward, day, pricing);
  const gains = scenarios(scan).map(({ move, volatility }) => gain(move * range, volatility * scan.volatilityScan));
  repricedLast.set(instrument, { ltp, iv, forward, day, scan, pricing, gains });
  return gains;
}

/** What a unit gains, in paise, when the forward moves and the volatility shifts. */
function repricer(
  instrument: Instrument,
  ltp: number,
  iv: number | null,
  forward: number,
  day: string,
  { ratePerYear: rate, leastDaysToExpiry, fallbackVolatility }: PricingParameters,
): (move: number, shift: number) => number {
  if (!isOption(instrument)) return (move) => move;
  const days = (Date.parse(instrument.expiry!) - Date.parse(day)) / DAY_MS;
  const years = Math.max(days, leastDaysToExpiry) / 365;
  const isCall = instrument.kind === 'CE';
  const strike = instrument.strike!;
  const implied = iv ?? impliedVolatility(isCall, ltp, forward, strike, years, rate).iv;
  const base = Number.isNaN(implied) ? fallbackVolatility : implied;
  const value = (at: number, volatility: number) => black76Price(isCall, at, strike, years, volatility, rate);
  const now = value(forward, base);
  return (move, shift) => {
    const at = Math.max(1, forward + move);
    return value(at, Math.max(LEAST_VOLATILITY, base + shift)) - now;
  };
}

/**
 * The most the legs of one underlying can lose from their marks when held to expiry; Infinity when that is unbounded or
 * the legs that oblige (shorts and futures) do not share one expiry. A long option that ends before them covers nothing.
 */
export function greatestLoss(legs: readonly MarginLeg[]): number {
  const obliging = legs.filter(({ instrument, netQty }) => !isOption(instrument) || netQty < 0);
  const expiries = new Set(obliging.map(({ instrument }) => instrument.expiry));
  if (expiries.size > 1) return Infinity;
  const [expiry = ''] = expiries;
  const lasting = legs.filter(({ instrument }) => (instrument.expiry ?? '') >= (expiry ?? ''));
  const slopeAbove = lasting.reduce((sum, { instrument, netQty }) => sum + (instrument.kind === 'PE' ? 0 : netQty), 0);
  if (slopeAbove < 0) return Infinity;
  const kinks = [
    0,
    ...lasting.filter(({ instrument }) => isOption(instrument)).map(({ instrument }) => instrument.strike!),
  ];
  const payoff = (at: number) =>
    lasting.reduce((sum, { instrument, netQty, ltp }) => {
      if (!isOption(instrument)) return sum + netQty * (at - ltp);
      const intrinsic = instrument.kind === 'CE' ? at - instrument.strike! : instrument.strike! - at;
      return sum + netQty * Math.max(0, intrinsic);
    }, 0);
  return Math.max(0, optionValue(legs) - Math.min(...kinks.map(payoff)));
}

/** What the options are worth at their marks, shorts negative; paise. */
export function optionValue(legs: readonly MarginLeg[]): number {
  return legs.reduce((sum, { instrument, netQty, ltp }) => sum + (isOption(instrument) ? netQty * ltp : 0), 0);
}
