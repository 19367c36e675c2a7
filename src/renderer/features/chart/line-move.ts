import type { Order, Position } from '../../../contract/trading.ts';

/** A line that the trader moves, or moved a moment ago: its id as in ChartLine, and the price in paise it is at now. */
export interface LineMove {
  lineId: string;
  price: number;
}

/** The books as they would be if the move had been accepted. */
export function movedBooks(
  position: Position | undefined,
  orders: readonly Order[],
  move: LineMove | null,
): { position: Position | undefined; orders: readonly Order[] } {
  if (!move) return { position, orders };
  const [kind, orderId] = move.lineId.split(':');
  const leg = kind === 'target' ? { tpPrice: move.price } : { slPrice: move.price };
  if (orderId === undefined) return { position: position && { ...position, ...leg }, orders };
  const change = kind === 'order' ? { price: move.price } : leg;
  return { position, orders: orders.map((order) => (order.id === orderId ? { ...order, ...change } : order)) };
}
