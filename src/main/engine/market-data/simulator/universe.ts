import type { Instrument } from '../../../../contract/market.ts';
import { istDay } from '../../core/ist.ts';
import type { ContractRules, ListedExpiry } from '../../domain/contracts.ts';
import { futureName, futureSymbol, optionName, optionSymbol } from '../../domain/contracts-symbol.ts';
import { dayNumber } from './simulated-day.ts';
import type { SimulatorParameters } from './simulator-parameters.ts';
import type { UnderlyingModel } from './underlying-model.ts';

export type UnlistedInstrument = Omit<Instrument, 'id'>;

/**
 * What the simulated market lists at an instant (epoch ms): the indices, their futures, and the strikes around the
 * day's opening level, further out on the side to which the level has run. Expired contracts are not listed.
 */
export function simulatedUniverse(
  at: number,
  underlyings: ReadonlyMap<string, UnderlyingModel>,
  contracts: ContractRules,
  { strikesEachSide, extendWithin, futures }: SimulatorParameters['universe'],
): UnlistedInstrument[] {
  const day = istDay(at);
  const listed: UnlistedInstrument[] = [];
  for (const [underlying, model] of underlyings) {
    const expiries = contracts.liveExpiries(underlying, at);
    const monthlies = expiries.filter(({ monthly }) => monthly);
    const open = model.open(dayNumber(at));
    const common = {
      underlying,
      lotSize: contracts.lotSize(underlying, day),
      freezeQty: contracts.freezeQty(underlying, day),
    };
    const { symbol, name, tickSize } = contracts.index(underlying);
    const index = { expiry: null, strike: null, lotSize: 1, tickSize, freezeQty: null };
    listed.push({ exchange: 'NSE', symbol, name, underlying, kind: 'INDEX', ...index });
    for (const { day: expiry } of monthlies.slice(0, futures)) {
      listed.push({
        ...common,
        exchange: 'NFO',
        symbol: futureSymbol(underlying, expiry),
        name: futureName(underlying, expiry),
        kind: 'FUT',
        expiry,
        strike: null,
        tickSize: contracts.futureTick(underlying, day, open),
      });
    }
    const step = contracts.strikeStep(underlying, day);
    const reference = Math.round(open / step);
    const now = Math.round(model.at(at, 60).spot / step);
    const lowest =
      now - extendWithin <= reference - strikesEachSide ? now - strikesEachSide : reference - strikesEachSide;
    const highest =
      now + extendWithin >= reference + strikesEachSide ? now + strikesEachSide : reference + strikesEachSide;
    for (const { day: expiry } of optionExpiries(expiries, model.parameters)) {
      for (let place = lowest; place <= highest; place++) {
        for (const kind of ['CE', 'PE'] as const) {
          const strike = place * step;
          listed.push({
            ...common,
            exchange: 'NFO',
            symbol: optionSymbol(underlying, expiry, strike, kind),
            name: optionName(underlying, strike, kind),
            kind,
            expiry,
            strike,
            tickSize: contracts.optionTick(underlying, day),
          });
        }
      }
    }
  }
  return listed;
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
