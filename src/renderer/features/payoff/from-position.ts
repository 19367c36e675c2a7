import type { Instrument } from '../../../contract/market.ts';
import type { Position } from '../../../contract/trading.ts';
import { MAX_PAYOFF_LEGS } from '../../stores/payoff-legs.ts';
import type { PayoffLegDraft } from '../../stores/payoff-legs.ts';

/** Legs of open positions, and on what. */
export interface PositionLegs {
  underlying: string;
  legs: PayoffLegDraft[];
}

/**
 * The open positions on one underlying as legs at their average, to the paisa: on `wanted` when anything is held there,
 * else on the first that has some. Null when nothing is held; what is no whole number of lots is left out.
 */
export function legsOfPositions(
  positions: readonly Position[],
  instrument: (id: number) => Instrument | undefined,
  wanted: string | undefined,
): PositionLegs | null {
  const held = positions.flatMap(({ instrumentId, netQty, lotSize, cost }) => {
    const underlying = instrument(instrumentId)?.underlying;
    const lots = netQty / lotSize;
    if (underlying === undefined || lots === 0 || !Number.isInteger(lots)) return [];
    return [{ underlying, leg: { instrumentId, lots, price: Math.max(0, Math.round(cost / netQty)) } }];
  });
  const underlying = held.find((one) => one.underlying === wanted)?.underlying ?? held[0]?.underlying;
  if (underlying === undefined) return null;
  const legs = held.filter((one) => one.underlying === underlying).map(({ leg }) => leg);
  return { underlying, legs: legs.slice(0, MAX_PAYOFF_LEGS) };
}
