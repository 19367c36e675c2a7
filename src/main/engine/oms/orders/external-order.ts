import type { BrokerOrder } from '../../brokers/broker.ts';
import type { OrderRecord } from '../../domain/order.ts';
import { derivedId } from '../ledger/derived-id.ts';
import type { OmsContext } from '../oms-context.ts';

/**
 * The record of an order in the broker's book that this terminal did not place (T17), before the broker's word on it. Its
 * intent id follows from the broker's id, so that the store refuses to take it in twice; it has no tag of ours.
 */
export function externalOrder(
  context: Pick<OmsContext, 'ids' | 'account' | 'instrument'>,
  row: BrokerOrder,
): OrderRecord {
  const { ids, account } = context;
  const { id: instrumentId, symbol, name, lotSize } = context.instrument(row.instrumentId);
  return {
    id: ids.uuid(),
    intentId: derivedId(`${account.id}/${row.brokerOrderId}`, 1),
    parentId: null,
    partOf: null,
    instrumentId,
    symbol,
    name,
    side: row.side,
    product: row.product,
    orderType: 'LIMIT',
    source: 'BROKER',
    lots: Math.ceil(row.quantity / lotSize),
    lotSize,
    quantity: row.quantity,
    filled: 0,
    filledValue: 0,
    price: row.price,
    triggerPrice: row.triggerPrice,
    validity: row.validity,
    tpPrice: null,
    slPrice: null,
    state: 'ACKED',
    brokerOrderId: row.brokerOrderId,
    reason: null,
    createdAt: row.ts,
    updatedAt: row.ts,
    accountId: account.id,
    strategyId: null,
    tag: '',
    requests: [],
    seq: 0,
  };
}
