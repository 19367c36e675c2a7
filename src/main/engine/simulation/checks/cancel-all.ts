import type { OrderRecord } from '../../domain/order.ts';
import type { Durable } from '../durable.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';

/**
 * O10: some time after everything was cancelled, nothing that lived then lives still, but the stops at the exchange of
 * what is held: a bracket wants them, and would place them again.
 */
export class CancelAll implements Check {
  readonly rules = ['O10'];

  atRest({ durable, cancelledAll }: CheckedWorld, violate: Violate): void {
    if (cancelledAll === null) return;
    for (const id of durable.live) {
      const order = durable.orders.get(id)!;
      if (cancelledAll.has(id) && order.source !== 'BROKER' && !protects(order, durable)) {
        violate('O10', `Order ${id} is ${order.state}, long after everything was cancelled.`);
      }
    }
  }
}

/** True for the untouched stop of an armed bracket, for no more than is held. */
function protects(order: OrderRecord, { brackets, positions }: Durable): boolean {
  const { source, triggerPrice, state, parentId, instrumentId, side, quantity, filled } = order;
  if (source !== 'BRACKET' || triggerPrice === null || state !== 'TRIGGER_PENDING') return false;
  const netQty = positions.get(instrumentId)?.netQty ?? 0;
  const held = side === 'SELL' ? netQty : -netQty;
  return brackets.get(parentId ?? '')?.state === 'ARMED' && quantity - filled <= held;
}
