import type { Position } from '../../../contract/trading.ts';

/** Average price of the open quantity in paise, a fraction at times; null when flat. */
export function averagePrice(position: Pick<Position, 'netQty' | 'cost'>): number | null {
  return position.netQty === 0 ? null : position.cost / position.netQty;
}

/** Booked and open P&L of the day, gross; paise. */
export function dayPnl(position: Pick<Position, 'unrealised' | 'realised'>): number {
  return position.unrealised + position.realised;
}

/** What the position would lose (negative) or keep at its stop, from the open cost; null without a stop. Paise. */
export function riskToStop(position: Pick<Position, 'netQty' | 'cost' | 'slPrice'>): number | null {
  if (position.slPrice === null || position.netQty === 0) return null;
  return position.slPrice * position.netQty - position.cost;
}

/** Sums of a list of positions; exact, in paise. `lots` counts longs and shorts alike. */
export interface PositionTotals {
  lots: number;
  unrealised: number;
  realised: number;
  day: number;
  charges: number;
  /** Sum over the positions that have a stop; null when none has. */
  riskToStops: number | null;
}

export function positionTotals(positions: readonly Position[]): PositionTotals {
  const totals: PositionTotals = { lots: 0, unrealised: 0, realised: 0, day: 0, charges: 0, riskToStops: null };
  for (const position of positions) {
    totals.lots += Math.abs(position.netQty) / position.lotSize;
    totals.unrealised += position.unrealised;
    totals.realised += position.realised;
    totals.day += dayPnl(position);
    totals.charges += position.charges;
    const risk = riskToStop(position);
    if (risk !== null) totals.riskToStops = (totals.riskToStops ?? 0) + risk;
  }
  return totals;
}
