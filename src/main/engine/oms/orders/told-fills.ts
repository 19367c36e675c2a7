import { createHash } from 'node:crypto';
import type { BrokerOrder } from '../../brokers/broker.ts';
import type { OrderEvent, OrderRecord } from '../../domain/order.ts';

/**
 * The fills that a row stands for at a broker which tells only what an order has filled in all, and at what average: what
 * the row has more than the order. Their ids follow from the order and the row's totals, so that a replay dedupes.
 * None when the row has nothing more, or the broker tells of its trades.
 */
export function fillsBehind(
  row: BrokerOrder,
  known: Pick<OrderRecord, 'filled' | 'filledValue'>,
): Extract<OrderEvent, { type: 'fill' }>[] {
  const { brokerOrderId, filled, filledValue, ts } = row;
  const quantity = filled - known.filled;
  if (filledValue === undefined || quantity <= 0) return [];
  const value = filledValue - known.filledValue;
  const low = Math.floor(value / quantity);
  // Units at a price between two paise are two fills, so that their value is exactly what was told.
  const above = value - low * quantity;
  const id = (part: number) =>
    createHash('sha256').update(`${brokerOrderId}|${filled}|${filledValue}|${part}`).digest('hex').slice(0, 32);
  const part = (index: number, units: number, price: number) =>
    ({ type: 'fill', tradeId: id(index), quantity: units, price, brokerTs: ts }) as const;
  return [part(0, quantity - above, low), part(1, above, low + 1)].filter((fill) => fill.quantity > 0);
}
