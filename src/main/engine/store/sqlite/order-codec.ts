import type { WireError } from '../../../../contract/errors.ts';
import type { JournalEntry, OrderEvent, OrderRecord, OrderRequest } from '../../domain/order.ts';
import { statusOf } from '../../domain/order.ts';
import type { Row } from './statements.ts';

export function orderRow(order: OrderRecord): Row<'orders'> {
  return {
    id: order.id,
    account_id: order.accountId,
    strategy_id: order.strategyId,
    symbol: order.symbol,
    side: order.side,
    qty: order.lots,
    order_type: order.orderType,
    price: order.price,
    status: statusOf(order.state),
    broker_order_id: order.brokerOrderId,
    tp_price: order.tpPrice,
    sl_price: order.slPrice,
    created_at: order.createdAt,
    updated_at: order.updatedAt,
    state: order.state,
    lot_size: order.lotSize,
    quantity: order.quantity,
    filled: order.filled,
    filled_value: order.filledValue,
    trigger_price: order.triggerPrice,
    validity: order.validity,
    product: order.product,
    source: order.source,
    intent_id: order.intentId,
    parent_id: order.parentId,
    part_of: order.partOf,
    tag: order.tag,
    instrument_id: order.instrumentId,
    name: order.name,
    requests: JSON.stringify(order.requests),
    reason: order.reason === null ? null : JSON.stringify(order.reason),
    seq: order.seq,
  };
}

export function orderRecord(row: Row<'orders'>): OrderRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    strategyId: row.strategy_id,
    intentId: row.intent_id,
    parentId: row.parent_id,
    partOf: row.part_of,
    tag: row.tag,
    instrumentId: row.instrument_id,
    symbol: row.symbol,
    name: row.name,
    side: row.side,
    product: row.product,
    orderType: row.order_type,
    source: row.source,
    lots: row.qty,
    lotSize: row.lot_size,
    quantity: row.quantity,
    filled: row.filled,
    filledValue: row.filled_value,
    price: row.price,
    triggerPrice: row.trigger_price,
    validity: row.validity,
    tpPrice: row.tp_price,
    slPrice: row.sl_price,
    state: row.state,
    brokerOrderId: row.broker_order_id,
    requests: JSON.parse(row.requests) as OrderRequest[],
    reason: row.reason === null ? null : (JSON.parse(row.reason) as WireError),
    seq: row.seq,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function journalRow(entry: JournalEntry): Row<'order_events'> {
  return {
    id: entry.id,
    order_id: entry.orderId,
    seq: entry.seq,
    at: entry.at,
    type: entry.event.type,
    event: JSON.stringify(entry.event),
  };
}

/** The rows as one JSON list, each event as it is stored and not as text within text. */
export function journalPayload(rows: readonly Row<'order_events'>[]): string {
  const images = rows.map(
    ({ id, order_id: orderId, seq, at, type, event }) =>
      `{"id":"${id}","order_id":"${orderId}","seq":${seq},"at":${at},"type":"${type}","event":${event}}`,
  );
  return `[${images.join()}]`;
}

export function journalEntry(row: Row<'order_events'>): JournalEntry {
  return {
    id: row.id,
    orderId: row.order_id,
    seq: row.seq,
    at: row.at,
    event: JSON.parse(row.event) as OrderEvent,
  };
}
