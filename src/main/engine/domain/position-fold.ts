import type { Side } from '../../../contract/enums.ts';
import type { PositionRecord } from './position.ts';

/**
 * A position with the basis its closes are measured from: `basisCost` paise were paid for `basisQty` units when it was
 * last opened or added to. The cost of what is left is always one rounding of basisCost · left ÷ basisQty, so that
 * closing in two steps costs what closing in one does (P6).
 */
export interface FoldedPosition extends PositionRecord {
  basisCost: number;
  basisQty: number;
}

export interface PositionFill {
  side: Side;
  /** Units, positive. */
  quantity: number;
  /** Paise. */
  price: number;
}

/** A stored position as the fold continues it. */
export function foldedPosition(record: PositionRecord): FoldedPosition {
  return { ...record, basisCost: record.cost, basisQty: record.netQty };
}

/** The position as it is stored. */
export function positionRecord(position: FoldedPosition): PositionRecord {
  const { basisCost: _basisCost, basisQty: _basisQty, ...record } = position;
  return record;
}

/**
 * Books one fill in integers. `realised` is what it earned, gross of charges. Realised − cost moves by exactly what was
 * paid or received, so total P&L is exact for any mark (P2); through zero, the old side closes at the fill price and the
 * rest opens at it (P4).
 */
export function applyFill(
  position: FoldedPosition,
  fill: PositionFill,
): { position: FoldedPosition; realised: number } {
  const signed = fill.side === 'BUY' ? fill.quantity : -fill.quantity;
  const { netQty } = position;
  const closing = Math.sign(signed) === -Math.sign(netQty) ? Math.min(Math.abs(signed), Math.abs(netQty)) : 0;
  const closed = closing === 0 ? 0 : closing * Math.sign(netQty);
  const left = netQty - closed;
  const costLeft = closing === 0 ? position.cost : share(position.basisCost, left, position.basisQty);
  const realised = fill.price * closed - (position.cost - costLeft);

  const opened = signed + closed;
  const cost = costLeft + fill.price * opened;
  const reopened = opened !== 0 || left === 0;
  return {
    position: {
      ...position,
      netQty: left + opened,
      cost,
      realised: position.realised + realised,
      basisCost: reopened ? cost : position.basisCost,
      basisQty: reopened ? left + opened : position.basisQty,
    },
    realised,
  };
}

/**
 * Marks a future to its settlement price: what is open is realised, and the position carried at that price (P10). Realised
 * − cost stays as it was, so total P&L does too.
 */
export function settleAt(position: FoldedPosition, price: number): { position: FoldedPosition; realised: number } {
  const realised = mark(position, price);
  const cost = price * position.netQty;
  return {
    position: {
      ...position,
      cost,
      realised: position.realised + realised,
      basisCost: cost,
      basisQty: position.netQty,
    },
    realised,
  };
}

/** Unrealised paise of a position at a price. */
export function mark(position: Pick<PositionRecord, 'netQty' | 'cost'>, price: number): number {
  return price * position.netQty - position.cost;
}

/**
 * A position carried into another IST day: its cost stays, the day's booked figures start again (P10). A future was settled
 * before.
 */
export function rollDay(position: FoldedPosition, day: string): FoldedPosition {
  return position.day === day ? position : { ...position, realised: 0, charges: 0, day };
}

/** cost · part ÷ whole, which share a sign, rounded half away from zero; exact beyond 2^53 in between. */
function share(cost: number, part: number, whole: number): number {
  if (part === 0) return 0;
  const units = BigInt(Math.abs(whole));
  const twice = 2n * BigInt(Math.abs(cost)) * BigInt(Math.abs(part));
  return Math.sign(cost) * Number((twice + units) / (2n * units));
}
