import type { Order, Trade } from '../../../../contract/trading.ts';
import { isLive, statusOf } from '../../domain/order.ts';
import type { OrderRecord, OrderRequest, TradeRecord } from '../../domain/order.ts';

/** A request whose answer is still out; a cancel counts before a modify. Null once the order is final. */
export function pendingRequest(record: OrderRecord): OrderRequest | null {
  if (!isLive(record.state)) return null;
  const open = record.requests.filter((request) => request.state === 'sent' || request.state === 'unknown');
  return open.find((request) => request.kind === 'cancel') ?? open[0] ?? null;
}

/** An order as the contract shows it. */
export function orderView(record: OrderRecord): Order {
  const { accountId: _account, tag: _tag, requests: _requests, seq: _seq, ...shown } = record;
  return { ...shown, status: statusOf(record.state), pendingRequest: pendingRequest(record)?.kind ?? null };
}

/** A trade as the contract shows it. */
export function tradeView(record: TradeRecord): Trade {
  const { accountId: _account, brokerTradeId: _brokerTradeId, ...shown } = record;
  return shown;
}
