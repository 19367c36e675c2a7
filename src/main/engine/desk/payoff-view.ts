import type { Payoff, PayoffArgs, PayoffFigures, PayoffGreeks, PricedPayoffLeg } from '../../../contract/payoff.ts';
import type { Instrument } from '../../../contract/market.ts';
import { AppError } from '../core/app-error.ts';
import { DAY_MS, istDay } from '../core/ist.ts';
import { impliedVolatility } from '../domain/black76-implied.ts';
import { lognormalChance } from '../domain/payoff-chance.ts';
import { firstExpiry, greeksOf, resultAt } from '../domain/payoff.ts';
import type { PayoffLeg, PayoffMoment, PositionGreeks } from '../domain/payoff.ts';
import { payoffProfile, profitIntervals } from '../domain/payoff-profile.ts';
import type { PayoffProfile } from '../domain/payoff-profile.ts';
import { payoffRange } from '../domain/payoff-range.ts';
import type { QuoteBook } from '../domain/quote.ts';
import { tradingEnds } from '../domain/trading-ends.ts';
import type { InstrumentBook } from '../market-data/instrument-book.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import { expiryMarket, marketPrice } from './expiry-market.ts';
import type { ExpiryMarket } from './expiry-market.ts';

export interface PayoffParts {
  /** Epoch ms. */
  now: number;
  quotes: QuoteBook;
  instruments: InstrumentBook;
  portfolio: Pick<Portfolio, 'chargesOf' | 'marginOf'>;
  /** The risk-free rate in force on a day `YYYY-MM-DD`; per year, a fraction. */
  rate: (day: string) => number;
}

interface Asked {
  instrument: Instrument;
  lots: number;
  units: number;
  price: number | null;
  ivReason: string | null;
  /** The price is NaN in it while there is none. */
  leg: PayoffLeg;
}

interface Spot {
  spot: number;
  spotFrom: Payoff['spotFrom'];
}

const YEAR_MS = 365 * DAY_MS;

/**
 * What a set of legs is worth by the quotes of now. Each volatility is implied from the market of its own contract, at the
 * forward of its own expiry. Throws PAYOFF_LEGS when the legs make no payoff together, INSTRUMENT_UNKNOWN.
 */
export function payoffOf(args: PayoffArgs, parts: PayoffParts): Payoff {
  const { now, instruments } = parts;
  const held = args.legs.map((leg) => ({ ...leg, instrument: instruments.get(leg.instrumentId) }));
  const { underlying, expiry } = commonGround(
    held.map(({ instrument }) => instrument),
    now,
  );
  const rate = parts.rate(istDay(now));
  const markets = expiryMarkets(underlying, parts, rate);
  const first = markets(expiry);
  const from = spotOf(underlying, first, parts);
  const { spot } = from;
  const asked = held.map(({ instrument, lots, price }) =>
    askedLeg(instrument, lots, price, spot, markets, parts, rate),
  );
  const legs = asked.map(({ leg }) => leg);
  const ends = firstExpiry(legs);
  const moment = (at: number, ivShift = 0): PayoffMoment => ({ now, at, ivShift, rate });
  const deviation = first.atmIv === null ? 0 : first.atmIv * Math.sqrt((ends - now) / YEAR_MS);
  const forward = first.forward ?? spot;
  const atExpiry = (where: number) => resultAt(legs, where, moment(ends));

  const priced = asked.every(({ price }) => price !== null);
  const lasting = legs.every(({ iv, expiresAt }) => expiresAt === ends || !Number.isNaN(iv));
  const known = priced && legs.every(({ iv }) => !Number.isNaN(iv));
  const profile = priced && lasting ? payoffProfile(legs, now, rate, spot) : null;
  const spots = payoffRange(legs, { spot, deviation: forward * deviation, roots: profile?.roots ?? [] });
  const supposed = {
    spot: Math.max(1, spot + (args.whatIf.spotShift ?? 0)),
    at: Math.min(ends, now + args.whatIf.daysForward * DAY_MS),
  };
  const then = moment(supposed.at, args.whatIf.ivShift);
  const curve = (at: PayoffMoment) => spots.map((where) => Math.round(resultAt(legs, where, at)));
  const greeks = legs.map((leg) => greeksOf(leg, spot, moment(now)));
  return {
    underlying,
    ts: now,
    ...from,
    legs: asked.map((each, place) => pricedLeg(each, greeks[place]!)),
    net: netOf(greeks),
    expiry,
    expiresAt: ends,
    atmIv: first.atmIv,
    sigma:
      deviation > 0
        ? { low: Math.round(forward * (1 - deviation)), high: Math.round(forward * (1 + deviation)) }
        : null,
    figures: profile === null ? null : figuresOf(profile, atExpiry, forward, deviation),
    margin: marginOf(asked, parts),
    charges: chargesOf(asked, parts.portfolio),
    curves: {
      spot: spots,
      expiry: profile === null ? null : curve(moment(ends)),
      now: known ? curve(moment(now)) : null,
      whatIf: known ? curve(then) : null,
    },
    now: known ? Math.round(resultAt(legs, spot, moment(now))) : null,
    marked: {
      spot: supposed.spot,
      ts: supposed.at,
      value: known ? Math.round(resultAt(legs, supposed.spot, then)) : null,
    },
    problems: problemsOf(asked, ends),
  };
}

/** One underlying, nothing expired or untradable, and an expiry to look at. */
function commonGround(held: readonly Instrument[], now: number): { underlying: string; expiry: string } {
  const { underlying } = held[0]!;
  const refuse = (message: string, instrument: Instrument) =>
    new AppError('PAYOFF_LEGS', message, { instrument: instrument.symbol });
  for (const instrument of held) {
    const { name } = instrument;
    if (instrument.kind === 'INDEX')
      throw refuse(
        `${name} is an index and cannot be held. Take it out, or add an option or a future on it.`,
        instrument,
      );
    if (instrument.underlying !== underlying)
      throw refuse(
        `${name} is not on ${underlying} as the first leg is, so they share no spot. Take one of them out.`,
        instrument,
      );
    if (tradingEnds(instrument) <= now) throw refuse(`${name} has expired. Take it out of the legs.`, instrument);
  }
  const expiries = held.flatMap(({ expiry }) => expiry ?? []).sort();
  if (expiries[0] === undefined)
    throw refuse('Shares alone never expire, so there is no payoff at expiry. Add an option or a future.', held[0]!);
  return { underlying, expiry: expiries[0] };
}

/** What each expiry of the underlying says, read once. */
function expiryMarkets(
  underlying: string,
  { now, quotes, instruments }: PayoffParts,
  rate: number,
): (expiry: string) => ExpiryMarket {
  const options = instruments.all().filter((other) => other.underlying === underlying && other.strike !== null);
  const read = new Map<string, ExpiryMarket>();
  return (expiry) => {
    let market = read.get(expiry);
    if (market === undefined) {
      const ofExpiry = options.filter((other) => other.expiry === expiry);
      market = expiryMarket(ofExpiry, quotes, now, rate);
      read.set(expiry, market);
    }
    return market;
  };
}

function spotOf(underlying: string, { forward }: ExpiryMarket, { quotes, instruments }: PayoffParts): Spot {
  const itself =
    instruments.index(underlying) ??
    instruments.all().find((other) => other.kind === 'EQ' && other.underlying === underlying);
  const ltp = itself === undefined ? 0 : (quotes.get(itself.id)?.ltp ?? 0);
  if (ltp > 0) return { spot: ltp, spotFrom: 'market' };
  if (forward !== null) return { spot: Math.round(forward), spotFrom: 'forward' };
  throw new AppError(
    'PAYOFF_LEGS',
    `${underlying} has no price in this market yet, and no strike of the first expiry is quoted on both sides. Wait for its first tick.`,
    { underlying },
  );
}

function askedLeg(
  instrument: Instrument,
  lots: number,
  entered: number | null,
  spot: number,
  markets: (expiry: string) => ExpiryMarket,
  { now, quotes }: PayoffParts,
  rate: number,
): Asked {
  const { kind, strike, expiry } = instrument;
  const units = lots * instrument.lotSize;
  const market = marketPrice(quotes, instrument.id);
  const mid = Number.isNaN(market) ? null : Math.round(market);
  const price = entered ?? mid;
  const expiresAt = tradingEnds(instrument);
  const common = { units, price: price ?? Number.NaN, expiresAt };
  const forward = expiry === null ? spot : (markets(expiry).forward ?? spot);
  if (kind === 'CE' || kind === 'PE') {
    const years = (expiresAt - now) / YEAR_MS;
    const { iv, reason } = impliedVolatility(kind === 'CE', market, forward, strike!, years, rate);
    const leg: PayoffLeg = { ...common, kind, strike: strike!, iv, carry: forward / spot - 1 };
    return { instrument, lots, units, price, ivReason: reason, leg };
  }
  const carry = kind === 'FUT' ? (Number.isNaN(market) ? forward : market) / spot - 1 : 0;
  return {
    instrument,
    lots,
    units,
    price,
    ivReason: null,
    leg: { ...common, kind: 'LINEAR', strike: 0, iv: 0, carry },
  };
}

function pricedLeg(
  { instrument, lots, units, price, ivReason, leg }: Asked,
  greeks: PositionGreeks | null,
): PricedPayoffLeg {
  const hasIv = leg.kind !== 'LINEAR' && !Number.isNaN(leg.iv);
  return {
    instrumentId: instrument.id,
    name: instrument.name,
    lots,
    quantity: units,
    price,
    iv: hasIv ? leg.iv : null,
    ivReason,
    ...(greeks ?? { delta: null, gamma: null, theta: null, vega: null }),
  };
}

function netOf(greeks: readonly (PositionGreeks | null)[]): PayoffGreeks {
  const sum = (of: keyof PositionGreeks) =>
    greeks.reduce<number | null>((net, each) => (net === null || each === null ? null : net + each[of]), 0);
  return { delta: sum('delta'), gamma: sum('gamma'), theta: sum('theta'), vega: sum('vega') };
}

function figuresOf(
  profile: PayoffProfile,
  result: (spot: number) => number,
  forward: number,
  deviation: number,
): PayoffFigures {
  const { maxProfit, maxLoss, roots, curved } = profile;
  const rounded = (value: number | null) => (value === null ? null : Math.round(value));
  const bounded = maxProfit !== null && maxLoss !== null && maxProfit > 0 && maxLoss < 0;
  return {
    maxProfit: rounded(maxProfit),
    maxLoss: rounded(maxLoss),
    breakEvens: roots.map(Math.round),
    estimated: curved,
    chance: deviation > 0 ? lognormalChance(profitIntervals(profile, result), forward, deviation) : null,
    rewardToRisk: bounded ? maxProfit / -maxLoss : null,
  };
}

function marginOf(asked: readonly Asked[], { quotes, portfolio }: PayoffParts): number | null {
  if (asked.some(({ instrument }) => (quotes.get(instrument.id)?.ltp ?? 0) <= 0)) return null;
  return portfolio.marginOf(asked.map(({ instrument, units }) => ({ instrumentId: instrument.id, netQty: units })));
}

function chargesOf(asked: readonly Asked[], portfolio: PayoffParts['portfolio']): number | null {
  return asked.reduce<number | null>((sum, { instrument, units, price }) => {
    if (sum === null || price === null) return null;
    const side = units > 0 ? 'BUY' : 'SELL';
    return sum + portfolio.chargesOf({ instrument, side, quantity: Math.abs(units), price });
  }, 0);
}

function problemsOf(asked: readonly Asked[], ends: number): string[] {
  return asked.flatMap(({ instrument, price, ivReason, leg }) => {
    if (price === null) return [`${instrument.name} has no price in this market: type one, or take the leg out.`];
    if (ivReason === null) return [];
    const missing =
      leg.expiresAt > ends ? 'it outlives the first expiry, so no result is drawn' : 'now and what-if are not drawn';
    return [`The volatility of ${instrument.name} is not known, since ${ivReason}: ${missing}.`];
  });
}
