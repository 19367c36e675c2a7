import type { OrderRecord } from '../../domain/order.ts';

/** A market exit younger than this is on its way and is left alone. */
const ON_ITS_WAY_MS = 2000;

/** True for a market order that takes back `netQty` and has just gone out. A clock that was set back makes none young. */
export function isOnItsWay(
  record: Pick<OrderRecord, 'orderType' | 'triggerPrice' | 'side' | 'createdAt'>,
  netQty: number,
  now: number,
): boolean {
  const exitSide = netQty > 0 ? 'SELL' : 'BUY';
  const age = now - record.createdAt;
  const atOnce = record.orderType === 'MARKET' && record.triggerPrice === null;
  return atOnce && record.side === exitSide && age >= 0 && age < ON_ITS_WAY_MS;
}
