import type { Order, Position } from '../../contract/trading.ts';
import type { Truth } from './double-exchange.ts';

/** Orders that never were at the broker, or of which it knows nothing. */
const NEVER_THERE = new Set(['DENIED', 'NOT_PLACED', 'CANCELLED', 'REJECTED']);

/** The first thing in which what a desk shows and what is at the broker differ, as a sentence, or null. */
export function truthDifference(truth: Truth, orders: Iterable<Order>, positions: Iterable<Position>): string | null {
  return ordersDiffer(truth, orders) ?? positionsDiffer(truth, positions);
}

function ordersDiffer(truth: Truth, orders: Iterable<Order>): string | null {
  const byTag = new Map([...orders].map((order) => [order.id.replaceAll('-', '').slice(0, 20), order]));
  const atBroker = new Set(truth.orders.map(({ tag }) => tag));
  for (const row of truth.orders) {
    const order = byTag.get(row.tag!);
    if (order === undefined) return `order ${row.brokerOrderId} of the broker is not in the books (O6)`;
    if (order.state !== row.status || order.filled !== row.filled) {
      return `order ${row.brokerOrderId} is ${row.status}, ${row.filled} filled, and ${order.state}, ${order.filled} in the books`;
    }
  }
  for (const [tag, { id, state }] of byTag) {
    if (!atBroker.has(tag) && !NEVER_THERE.has(state))
      return `order ${id} is ${state} in the books and not at the broker`;
  }
  return null;
}

function positionsDiffer({ fills }: Truth, positions: Iterable<Position>): string | null {
  const held = new Map<number, number>();
  for (const { instrumentId, side, quantity } of fills) {
    held.set(instrumentId, (held.get(instrumentId) ?? 0) + (side === 'BUY' ? quantity : -quantity));
  }
  const shown = new Map([...positions].map(({ instrumentId, netQty }) => [instrumentId, netQty]));
  for (const instrumentId of new Set([...held.keys(), ...shown.keys()])) {
    const [theirs, ours] = [held.get(instrumentId) ?? 0, shown.get(instrumentId) ?? 0];
    if (theirs !== ours) return `the broker holds ${theirs} of ${instrumentId}, the desk shows ${ours} (P9)`;
  }
  return null;
}
