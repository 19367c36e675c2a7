import nse from '../../../../resources/margin/nse.json' with { type: 'json' };
import type { Product } from '../../../contract/enums.ts';
import type { Instrument } from '../../../contract/market.ts';
import { inForce } from './in-force.ts';
import { greatestLoss, optionValue, worstScanLoss } from './margin-scan.ts';
import type { MarginLeg } from './margin-scan.ts';

/** A position to be margined: units, paise. */
export interface MarginPosition {
  instrument: Instrument;
  /** Negative when short. */
  netQty: number;
  product: Product;
  ltp: number;
  /** Per year, a fraction; implied from `ltp` when absent. */
  iv?: number;
}

/** An estimate of our own, always to be labelled so. Paise, rounded up. */
export interface Margin {
  total: number;
  byUnderlying: Record<string, number>;
  /** Underlyings whose forward was not given: their short options were taken to be at the money. */
  assumed: string[];
}

type Version = (typeof nse.versions)[number];

/**
 * Margin of a set of positions by the dated parameters of resources/margin, measured from their marks: money paid for
 * options counts as margin here, money received does not add to it (the premium is credited).
 * Long options alone take their premium; otherwise the worse of the net premium and the worst of 16 scenarios, plus
 * exposure and expiry-day margin, but never more than the position can lose: a debit spread its premium, a credit
 * spread its width less the premium. Equity takes a percentage of its value by product.
 * @param market forward of each underlying, paise
 * @param day IST day `YYYY-MM-DD`
 */
export function marginOf(
  positions: readonly MarginPosition[],
  market: Readonly<Record<string, number>>,
  day: string,
): Margin {
  const version = inForce(nse.versions, day);
  const byUnderlying: Record<string, number> = {};
  const assumed: string[] = [];
  const add = (underlying: string, margin: number) => {
    byUnderlying[underlying] = (byUnderlying[underlying] ?? 0) + Math.ceil(margin);
  };
  for (const { instrument, netQty, ltp, product } of positions) {
    if (instrument.kind === 'EQ')
      add(instrument.underlying, (Math.abs(netQty) * ltp * version.equityPercent[product]) / 100);
  }
  for (const [underlying, legs] of legsByUnderlying(positions)) {
    const given = market[underlying];
    const forward = given ?? assumedForward(legs);
    if (given === undefined && legs.some(({ netQty }) => netQty < 0)) assumed.push(underlying);
    add(underlying, derivativeMargin(underlying, legs, forward, day, version));
  }
  const total = Object.values(byUnderlying).reduce((sum, margin) => sum + margin, 0);
  return { total, byUnderlying, assumed };
}

function legsByUnderlying(positions: readonly MarginPosition[]): Map<string, MarginLeg[]> {
  const legs = new Map<number, MarginLeg>();
  for (const { instrument, netQty, ltp, iv } of positions) {
    if (instrument.kind === 'EQ' || instrument.kind === 'INDEX') continue;
    const leg = legs.get(instrument.id);
    if (leg === undefined) legs.set(instrument.id, { instrument, netQty, ltp, iv: iv ?? null });
    else leg.netQty += netQty;
  }
  return Map.groupBy(
    [...legs.values()].filter(({ netQty }) => netQty !== 0),
    ({ instrument }) => instrument.underlying,
  );
}

function assumedForward(legs: readonly MarginLeg[]): number {
  const future = legs.find(({ instrument, ltp }) => instrument.kind === 'FUT' && ltp > 0);
  if (future !== undefined) return future.ltp;
  const shorts = legs.filter(({ netQty }) => netQty < 0).sort((a, b) => a.netQty - b.netQty);
  return (shorts[0] ?? legs[0])?.instrument.strike ?? 0;
}

function derivativeMargin(
  underlying: string,
  legs: readonly MarginLeg[],
  forward: number,
  day: string,
  version: Version,
): number {
  const premium = optionValue(legs);
  const obliging = legs.filter(({ instrument, netQty }) => instrument.kind === 'FUT' || netQty < 0);
  if (obliging.length === 0) return premium;
  const parameters = version.index.underlyings.includes(underlying) ? version.index : version.stock;
  const scanned = worstScanLoss(legs, forward, day, parameters, version);
  let notionalMargin = 0;
  for (const { instrument, netQty, ltp } of obliging) {
    const isFuture = instrument.kind === 'FUT';
    const expires = !isFuture && instrument.expiry === day;
    const percent = parameters.exposurePercent + (expires ? parameters.expiryDayPercent : 0);
    notionalMargin += (Math.abs(netQty) * (isFuture && ltp > 0 ? ltp : forward) * percent) / 100;
  }
  return Math.max(premium, Math.min(Math.max(premium, scanned) + notionalMargin, greatestLoss(legs)), 0);
}
