import type { Position } from '../../../contract/trading.ts';

/** "B 2" for two lots long, "S 2" for two short; null when flat. Lots that are not whole keep two decimals. */
export function positionBadge(position: Pick<Position, 'netQty' | 'lotSize'> | undefined): string | null {
  if (!position || position.netQty === 0) return null;
  const lots = Number((Math.abs(position.netQty) / position.lotSize).toFixed(2));
  return `${position.netQty > 0 ? 'B' : 'S'} ${lots}`;
}
