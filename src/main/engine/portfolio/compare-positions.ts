import { foldedPosition } from '../domain/position-fold.ts';
import type { FoldedPosition } from '../domain/position-fold.ts';
import type { PositionRecord } from '../domain/position.ts';

/**
 * Holds a position rebuilt from its trades against the stored one. Quantity and total must agree; when only the split
 * between realised and unrealised differs, the trades came in another order than they were booked and the stored one
 * stands (P7).
 */
export function comparePositions(
  rebuilt: FoldedPosition,
  stored: PositionRecord,
): { position: FoldedPosition; problem: string | null } {
  if (rebuilt.netQty !== stored.netQty) {
    return {
      position: rebuilt,
      problem: `${stored.symbol}: ${stored.netQty} units are stored, but the trades come to ${rebuilt.netQty}.`,
    };
  }
  const same = rebuilt.cost === stored.cost && rebuilt.realised === stored.realised && rebuilt.day === stored.day;
  if (same) return { position: { ...rebuilt, updatedAt: stored.updatedAt }, problem: null };
  const totals = rebuilt.day === stored.day && rebuilt.realised - rebuilt.cost === stored.realised - stored.cost;
  return {
    position: foldedPosition(stored),
    problem: totals ? null : `${stored.symbol}: the stored result of the day does not follow from the trades.`,
  };
}
