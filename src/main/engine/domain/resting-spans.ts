import type { RestingSpan } from '../../../contract/replay.ts';
import { applyOrderEvent } from './order-fold.ts';
import type { FoldedOrder } from './order-fold.ts';
import type { JournalEntry, OrderRecord } from './order.ts';

/**
 * Where an order rested at the exchange, one span for each price that it had, oldest first. A market order rests nowhere:
 * its price is a protection, not a place in the book.
 * @param journal in seq order from its intent; the last span stays open while the order rests at its end
 */
export function restingSpans(journal: readonly JournalEntry[]): RestingSpan[] {
  const spans: RestingSpan[] = [];
  let order: FoldedOrder | null = null;
  for (const { event, at } of journal) {
    order = applyOrderEvent(order, event, at).order;
    const place = placeOf(order.record);
    const last = spans.at(-1);
    const open = last !== undefined && last.to === null ? last : null;
    if (place?.price === open?.price && place?.stop === open?.stop) continue;
    if (open !== null) open.to = at;
    if (place === null) continue;
    const { id, instrumentId, side } = order.record;
    spans.push({ orderId: id, instrumentId, side, from: at, to: null, ...place });
  }
  return spans;
}

function placeOf({ state, orderType, price, triggerPrice }: OrderRecord): { price: number; stop: boolean } | null {
  if (state === 'TRIGGER_PENDING') return triggerPrice === null ? null : { price: triggerPrice, stop: true };
  if (state !== 'OPEN' && state !== 'PARTIAL') return null;
  return price === null || orderType === 'MARKET' ? null : { price, stop: false };
}
