import type { Side } from '../../../contract/enums.ts';
import type { OrderRecord } from '../domain/order.ts';

/** A working order as far as exposure goes: the most that may still fill, units. */
export interface WorkingOrder {
  instrumentId: number;
  side: Side;
  leaves: number;
  lotSize: number;
}

/** A confirmed position, units. */
export interface HeldUnits {
  instrumentId: number;
  netQty: number;
  lotSize: number;
}

/** The most that may still fill of an order, a modify under way at its larger size; units. */
export function leavesOf(record: OrderRecord): number {
  let quantity = record.quantity;
  for (const request of record.requests) {
    if (request.kind !== 'modify' || request.quantity === null) continue;
    if (request.state === 'sent' || request.state === 'unknown') quantity = Math.max(quantity, request.quantity);
  }
  return Math.max(0, quantity - record.filled);
}

/**
 * Open lots of an account at worst: |position| of each instrument and every working order that does not wholly take it
 * back, as if all entries filled. An unknown order counts like any other (O7).
 */
export function openLots(held: readonly HeldUnits[], working: readonly WorkingOrder[]): number {
  const byInstrument = new Map<number, { net: number; buys: number; sells: number; lotSize: number }>();
  const row = (id: number, lotSize: number) => {
    const known = byInstrument.get(id) ?? { net: 0, buys: 0, sells: 0, lotSize };
    byInstrument.set(id, known);
    return known;
  };
  for (const each of held) row(each.instrumentId, each.lotSize).net += each.netQty;
  for (const each of working) {
    const known = row(each.instrumentId, each.lotSize);
    if (each.side === 'BUY') known.buys += each.leaves;
    else known.sells += each.leaves;
  }
  let lots = 0;
  for (const { net, buys, sells, lotSize } of byInstrument.values()) {
    const opening = net >= 0 ? buys + Math.max(0, sells - net) : sells + Math.max(0, buys + net);
    lots += Math.ceil((Math.abs(net) + opening) / lotSize);
  }
  return lots;
}

/**
 * Units of a position that no working order takes back yet, positive: what one more exit may take without ever
 * opening the other side (B2).
 */
export function roomToExit(netQty: number, working: readonly WorkingOrder[], instrumentId: number): number {
  const exitSide: Side = netQty > 0 ? 'SELL' : 'BUY';
  let room = Math.abs(netQty);
  for (const each of working) {
    if (each.instrumentId === instrumentId && each.side === exitSide) room -= each.leaves;
  }
  return Math.max(0, room);
}
