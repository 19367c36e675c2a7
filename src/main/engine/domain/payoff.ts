import { black76, black76Price, emptyOptionValue } from './black76.ts';

/** An option, future or share held, as its worth is worked out. Money in paise, instants in epoch ms. */
export interface PayoffLeg {
  /** LINEAR: a future or a share. */
  kind: 'CE' | 'PE' | 'LINEAR';
  /** 0 for what is linear. */
  strike: number;
  /** Negative when sold. */
  units: number;
  /** Whole paise per unit it was entered at. */
  price: number;
  /** When trading ends; infinite for a share. */
  expiresAt: number;
  /** Per year, a fraction; NaN when it is not known, any number for what is linear. */
  iv: number;
  /** Its forward over the spot, less one, now; it goes to 0 as expiry comes. */
  carry: number;
}

/** A moment and what is supposed of the volatilities then. */
export interface PayoffMoment {
  /** Epoch ms; forward and carry of the legs were taken at `now`. */
  now: number;
  at: number;
  /** Percentage points that every volatility moves by. */
  ivShift: number;
  /** Per year, a fraction. */
  rate: number;
}

export interface PositionGreeks {
  delta: number;
  /** Change of delta for a rupee of the forward. */
  gamma: number;
  /** Paise a calendar day. */
  theta: number;
  /** Paise a percentage point of volatility. */
  vega: number;
}

const YEAR_MS = 365 * 86_400_000;
const PAISE_PER_RUPEE = 100;
const scratch = emptyOptionValue();

/** The expiry that comes first; infinite when nothing expires. */
export function firstExpiry(legs: readonly PayoffLeg[]): number {
  return legs.reduce((first, { expiresAt }) => Math.min(first, expiresAt), Number.POSITIVE_INFINITY);
}

/**
 * What the forward of a leg would be with the spot at `spot`: the carry shrinks with the time left, so that it meets the
 * spot at expiry.
 */
export function forwardAt({ carry, expiresAt }: PayoffLeg, spot: number, { now, at }: PayoffMoment): number {
  if (at >= expiresAt) return spot;
  if (!Number.isFinite(expiresAt)) return spot * (1 + carry);
  return spot * (1 + (carry * (expiresAt - at)) / (expiresAt - now));
}

/** Worth of one unit, paise: intrinsic once it has expired, NaN when its volatility is needed and not known. */
export function worthOf(leg: PayoffLeg, spot: number, moment: PayoffMoment): number {
  const { kind, strike, expiresAt, iv } = leg;
  const forward = forwardAt(leg, spot, moment);
  if (kind === 'LINEAR') return forward;
  if (moment.at >= expiresAt) return Math.max(0, kind === 'CE' ? forward - strike : strike - forward);
  if (!(forward > 0)) return kind === 'CE' ? 0 : strike;
  const years = (expiresAt - moment.at) / YEAR_MS;
  const volatility = Math.max(0, iv + moment.ivShift / 100);
  return Number.isNaN(iv) ? Number.NaN : black76Price(kind === 'CE', forward, strike, years, volatility, moment.rate);
}

/** Profit and loss of all legs, paise; exact when every leg has expired and the spot is whole paise. */
export function resultAt(legs: readonly PayoffLeg[], spot: number, moment: PayoffMoment): number {
  return legs.reduce((sum, leg) => sum + leg.units * (worthOf(leg, spot, moment) - leg.price), 0);
}

/** Greeks of one leg for all its units; null when its volatility is not known. */
export function greeksOf(leg: PayoffLeg, spot: number, moment: PayoffMoment): PositionGreeks | null {
  const { kind, strike, units, expiresAt, iv } = leg;
  if (kind === 'LINEAR') return { delta: units, gamma: 0, theta: 0, vega: 0 };
  if (Number.isNaN(iv)) return null;
  const years = (expiresAt - moment.at) / YEAR_MS;
  const volatility = iv + moment.ivShift / 100;
  const unit = black76(scratch, kind === 'CE', forwardAt(leg, spot, moment), strike, years, volatility, moment.rate);
  return {
    delta: units * unit.delta,
    gamma: units * unit.gamma * PAISE_PER_RUPEE,
    theta: units * unit.theta,
    vega: units * unit.vega,
  };
}
