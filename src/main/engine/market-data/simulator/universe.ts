import { istDay } from '../../core/ist.ts';
import type { ContractRules, ListedExpiry } from '../../domain/contracts.ts';
import { futureName, futureSymbol, optionName, optionSymbol } from '../../domain/contracts-symbol.ts';
import type { NewInstrument } from '../../store/desk-store.ts';
import { dayNumber } from './simulated-day.ts';
import type { SimulatorParameters } from './simulator-parameters.ts';
import type { UnderlyingModel } from './underlying-model.ts';

/**
 * What the simulated market lists at an instant (epoch ms): the indices, their futures, and the strikes around the
 * day's opening level, further out on the side to which the level has run. Expired contracts are not listed.
 */
export function simulatedUniverse(
  at: number,
  underlyings: ReadonlyMap<string, UnderlyingModel>,
  contracts: ContractRules,
  rules: SimulatorParameters['universe'],
): NewInstrument[] {
  return [...underlyings].flatMap(([underlying, model]) => {
    const expiries = contracts.liveExpiries(underlying, at);
    const monthlies = expiries.filter(({ monthly }) => monthly).slice(0, rules.futures);
    const strikes = listedStrikes(at, contracts.strikeStep(underlying, istDay(at)), model, rules);
    return [
      indexOf(underlying, contracts),
      ...monthlies.map(({ day }) => futureOf(underlying, day, at, model, contracts)),
      ...optionExpiries(expiries, model.parameters).flatMap(({ day }) =>
        strikes.flatMap((strike) => [
          optionOf(underlying, day, strike, 'CE', at, contracts),
          optionOf(underlying, day, strike, 'PE', at, contracts),
        ]),
      ),
    ];
  });
}

function indexOf(underlying: string, contracts: ContractRules): NewInstrument {
  const { symbol, name, tickSize } = contracts.index(underlying);
  const untraded = { expiry: null, strike: null, lotSize: 1, freezeQty: null };
  return { exchange: 'NSE', symbol, name, underlying, kind: 'INDEX', tickSize, ...untraded };
}

function futureOf(
  underlying: string,
  expiry: string,
  at: number,
  model: UnderlyingModel,
  contracts: ContractRules,
): NewInstrument {
  const day = istDay(at);
  return {
    exchange: 'NFO',
    symbol: futureSymbol(underlying, expiry),
    name: futureName(underlying, expiry),
    underlying,
    kind: 'FUT',
    expiry,
    strike: null,
    lotSize: contracts.lotSize(underlying, day),
    tickSize: contracts.futureTick(underlying, day, model.open(dayNumber(at))),
    freezeQty: contracts.freezeQty(underlying, day),
  };
}

function optionOf(
  underlying: string,
  expiry: string,
  strike: number,
  kind: 'CE' | 'PE',
  at: number,
  contracts: ContractRules,
): NewInstrument {
  const day = istDay(at);
  return {
    exchange: 'NFO',
    symbol: optionSymbol(underlying, expiry, strike, kind),
    name: optionName(underlying, strike, kind),
    underlying,
    kind,
    expiry,
    strike,
    lotSize: contracts.lotSize(underlying, day),
    tickSize: contracts.optionTick(underlying, day),
    freezeQty: contracts.freezeQty(underlying, day),
  };
}

/** Strikes in paise, ascending: so many each side of the opening level, and of the level now where it nears the edge. */
function listedStrikes(
  at: number,
  step: number,
  model: UnderlyingModel,
  { strikesEachSide, extendWithin }: SimulatorParameters['universe'],
): number[] {
  const open = Math.round(model.open(dayNumber(at)) / step);
  const now = Math.round(model.at(at, 60).spot / step);
  const room = strikesEachSide - extendWithin;
  const lowest = (now <= open - room ? now : open) - strikesEachSide;
  const highest = (now >= open + room ? now : open) + strikesEachSide;
  return Array.from({ length: highest - lowest + 1 }, (_, place) => (lowest + place) * step);
}

/** The nearest weeklies, and the nearest monthlies that are not among them. */
function optionExpiries(
  expiries: readonly ListedExpiry[],
  { weeklies, monthlies }: { weeklies: number; monthlies: number },
): ListedExpiry[] {
  const near = expiries.filter(({ weekly }) => weekly).slice(0, weeklies);
  const monthly = expiries.filter((expiry) => expiry.monthly && !near.includes(expiry)).slice(0, monthlies);
  return [...near, ...monthly].sort((a, b) => (a.day < b.day ? -1 : 1));
}
