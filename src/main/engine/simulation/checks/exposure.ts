import type { Side } from '../../../../contract/enums.ts';
import type { OrderRecord } from '../../domain/order.ts';
import type { Durable } from '../durable.ts';

/** Units of one contract that live orders of a side may still trade, a change under way at its larger size. */
export function workingUnits(
  durable: Durable,
  instrumentId: number,
  side: Side,
  counts: (order: OrderRecord) => boolean = () => true,
): number {
  let units = 0;
  for (const id of durable.live) {
    const order = durable.orders.get(id)!;
    if (order.instrumentId !== instrumentId || order.side !== side || !counts(order)) continue;
    let { quantity } = order;
    for (const request of order.requests) {
      const open = request.state === 'sent' || request.state === 'unknown';
      if (request.kind === 'modify' && open) quantity = Math.max(quantity, request.quantity ?? 0);
    }
    units += Math.max(0, quantity - order.filled);
  }
  return units;
}

/**
 * Whether an order of these units can only take back what is held: it opens nothing, whatever else that has left fills.
 * What waits its turn is judged when it leaves in its turn.
 */
export function onlyReduces(
  durable: Durable,
  order: { instrumentId: number; side: Side; quantity: number; tag: string },
): boolean {
  const net = durable.positions.get(order.instrumentId)?.netQty ?? 0;
  if (net === 0 || net > 0 === (order.side === 'BUY')) return false;
  const others = ({ tag, state }: OrderRecord) => tag !== order.tag && state !== 'QUEUED';
  return order.quantity + workingUnits(durable, order.instrumentId, order.side, others) <= Math.abs(net);
}

/** Lots at worst: the larger of what each contract comes to when all its buys, or all its sells, are filled. */
export function worstLots(durable: Durable, lotSize: (instrumentId: number) => number): number {
  const ids = new Set(durable.positions.keys());
  for (const id of durable.live) ids.add(durable.orders.get(id)!.instrumentId);
  let lots = 0;
  for (const id of ids) {
    const net = durable.positions.get(id)?.netQty ?? 0;
    const long = net + workingUnits(durable, id, 'BUY');
    const short = net - workingUnits(durable, id, 'SELL');
    lots += Math.max(Math.abs(net), Math.abs(long), Math.abs(short)) / lotSize(id);
  }
  return lots;
}
