import type { Side } from '../../../contract/enums.ts';
import type { Instrument } from '../../../contract/market.ts';

/** An open position to be closed. */
export interface OpenPosition {
  instrument: Instrument;
  netQty: number;
}

/** One closing trade of a square-off, before it is sliced. Units. */
export interface SquareOffLeg {
  instrument: Instrument;
  side: Side;
  quantity: number;
}

/**
 * The legs that close a set of positions, in the order they may go (SQ1): shorts are bought back first, those that
 * release the most margin ahead, since a short whose hedge is sold first needs far more margin; longs are sold last.
 * `marginOf` is the margin of a set of positions, paise.
 */
export function squareOffLegs(
  positions: readonly OpenPosition[],
  marginOf: (positions: readonly OpenPosition[]) => number,
): SquareOffLeg[] {
  const open = positions.filter((position) => position.netQty !== 0);
  const held = marginOf(open);
  const released = new Map(
    open.map((position) => [position, held - marginOf(open.filter((other) => other !== position))]),
  );
  return open
    .toSorted((a, b) => Number(a.netQty > 0) - Number(b.netQty > 0) || released.get(b)! - released.get(a)!)
    .map(({ instrument, netQty }) => ({
      instrument,
      side: netQty > 0 ? 'SELL' : 'BUY',
      quantity: Math.abs(netQty),
    }));
}

/** Cuts a quantity into orders the exchange takes: each a multiple of the lot and at most the freeze quantity (O13). */
export function slices(quantity: number, instrument: Pick<Instrument, 'lotSize' | 'freezeQty'>): number[] {
  const { lotSize, freezeQty } = instrument;
  const whole = Math.floor(quantity / lotSize) * lotSize;
  const largest = freezeQty === null ? whole : Math.max(lotSize, Math.floor(freezeQty / lotSize) * lotSize);
  const parts: number[] = [];
  for (let left = whole; left > 0; left -= largest) parts.push(Math.min(left, largest));
  return parts;
}
