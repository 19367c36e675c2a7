import type { Order, Position } from '../../../contract/trading.ts';
import { waitsForTrigger } from '../trading/stop-order.ts';

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
  return {
    position,
    orders: orders.map((order) => {
      if (order.id !== orderId) return order;
      return { ...order, ...(kind === 'order' ? movedTerms(order, move.price) : leg) };
    }),
  };
}

/** A stop's line is its trigger, and its limit moves along; the limit of an SL-M follows in the engine. */
function movedTerms(order: Order, to: number): Partial<Pick<Order, 'price' | 'triggerPrice'>> {
  if (!waitsForTrigger(order)) return { price: to };
  if (order.orderType === 'MARKET') return { triggerPrice: to };
  return { triggerPrice: to, price: order.price! + to - order.triggerPrice };
}
