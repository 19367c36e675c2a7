import type { Order } from '../../../contract/trading.ts';

/** True while a stop waits, so that its trigger may still be moved. */
export function waitsForTrigger(
  order: Pick<Order, 'triggerPrice' | 'state'>,
): order is Order & { triggerPrice: number } {
  return order.triggerPrice !== null && order.state !== 'OPEN' && order.state !== 'PARTIAL';
}

/** True for the order that the stop of a position is at the exchange: it moves with the position, never by itself. */
export function isStopOfPosition(order: Pick<Order, 'source' | 'triggerPrice' | 'state'>): boolean {
  return order.source === 'BRACKET' && waitsForTrigger(order);
}
