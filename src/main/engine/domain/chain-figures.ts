import type { ChainFigures } from '../../../contract/chain.ts';
import { deltaSkew } from './delta-skew.ts';
import { maxPain } from './max-pain.ts';

/** A side as its figures need it; NaN when unknown. */
export interface FigureSide {
  /** Paise. */
  price: number;
  oi: number;
  volume: number;
  iv: number;
  delta: number;
}

export interface FigureStrike {
  strike: number;
  call: FigureSide | null;
  put: FigureSide | null;
}

const NO_SIDE: FigureSide = {
  price: Number.NaN,
  oi: Number.NaN,
  volume: Number.NaN,
  iv: Number.NaN,
  delta: Number.NaN,
};

/**
 * Figures of a whole chain, strikes ascending; null where the chain does not give them.
 * At the money is the strike nearest to the forward, the lower of two.
 * @param forward paise, NaN when unknown
 * @param years to the end of trading
 */
export function chainFigures(strikes: readonly FigureStrike[], forward: number, years: number): ChainFigures {
  const atm = atTheMoney(strikes, forward);
  const { call, put } = atm ?? { call: null, put: null };
  const straddle = (call?.price ?? Number.NaN) + (put?.price ?? Number.NaN);
  const atmIv = meanOfKnown(call?.iv ?? Number.NaN, put?.iv ?? Number.NaN);
  const calls = strikes.map((row) => row.call ?? NO_SIDE);
  const puts = strikes.map((row) => row.put ?? NO_SIDE);
  return {
    atmStrike: atm?.strike ?? null,
    straddle: known(straddle),
    atmIv,
    pcrOi: ratio(total(puts, 'oi'), total(calls, 'oi')),
    pcrVolume: ratio(total(puts, 'volume'), total(calls, 'volume')),
    maxPain: maxPain(
      strikes.map(({ strike, call: c, put: p }) => ({
        strike,
        callOi: c?.oi ?? Number.NaN,
        putOi: p?.oi ?? Number.NaN,
      })),
    ),
    expectedMove: atmIv === null ? null : known(forward * atmIv * Math.sqrt(years)),
    skew25: deltaSkew(calls, puts),
  };
}

/** The strike nearest to the forward, the first of equal ones; null without a forward. */
export function atTheMoney<S extends { strike: number }>(strikes: readonly S[], forward: number): S | null {
  if (Number.isNaN(forward)) return null;
  return strikes.reduce<S | null>(
    (best, row) => (best === null || Math.abs(row.strike - forward) < Math.abs(best.strike - forward) ? row : best),
    null,
  );
}

/** The mean of two figures, the one that is known, or null. */
export function meanOfKnown(one: number, other: number): number | null {
  if (Number.isNaN(one)) return known(other);
  return Number.isNaN(other) ? one : (one + other) / 2;
}

function total(sides: readonly FigureSide[], field: 'oi' | 'volume'): number {
  return sides.reduce((sum, side) => sum + (side[field] > 0 ? side[field] : 0), 0);
}

function ratio(put: number, call: number): number | null {
  return call > 0 ? put / call : null;
}

function known(figure: number): number | null {
  return Number.isNaN(figure) ? null : figure;
}
