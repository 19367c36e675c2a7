import type { Side } from '../../../../contract/enums.ts';
import type { Instrument } from '../../../../contract/market.ts';
import type { OrderRecord } from '../../domain/order.ts';

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

/** What is held and at work in one instrument, units. */
export interface Exposed {
  lotSize: number;
  net: number;
  buys: number;
  sells: number;
}

/** Positions and working orders by instrument. */
export function exposureOf(held: readonly HeldUnits[], working: readonly WorkingOrder[]): Map<number, Exposed> {
  const byInstrument = new Map<number, Exposed>();
  for (const each of held) row(byInstrument, each.instrumentId, each.lotSize).net += each.netQty;
  for (const each of working) expose(byInstrument, each);
  return byInstrument;
}

/** Adds a working order. */
export function expose(byInstrument: Map<number, Exposed>, order: WorkingOrder): void {
  const known = row(byInstrument, order.instrumentId, order.lotSize);
  if (order.side === 'BUY') known.buys += order.leaves;
  else known.sells += order.leaves;
}

/** Lots of one instrument at worst: |position| and every working order that does not wholly take it back. */
export function exposedLots({ net, buys, sells, lotSize }: Exposed): number {
  const opening = net >= 0 ? buys + Math.max(0, sells - net) : sells + Math.max(0, buys + net);
  return Math.ceil((Math.abs(net) + opening) / lotSize);
}

/**
 * Open lots of an account at worst: |position| of each instrument and every working order that does not wholly take it
 * back, as if all entries filled. An unknown order counts like any other (O7).
 */
export function openLots(held: readonly HeldUnits[], working: readonly WorkingOrder[]): number {
  return lotsOf(exposureOf(held, working));
}

export function lotsOf(byInstrument: ReadonlyMap<number, Exposed>): number {
  let lots = 0;
  for (const each of byInstrument.values()) lots += exposedLots(each);
  return lots;
}

/**
 * Lots of options sold that no bought one of the same underlying and kind covers, at worst: every working sale fills, and
 * of what would cover only that which is held.
 */
export function unhedgedLots(
  byInstrument: ReadonlyMap<number, Exposed>,
  instrument: (id: number) => Pick<Instrument, 'kind' | 'underlying'>,
): number {
  const covered = new Map<string, { short: number; long: number }>();
  for (const [id, { net, sells, lotSize }] of byInstrument) {
    const { kind, underlying } = instrument(id);
    if (kind !== 'CE' && kind !== 'PE') continue;
    const key = `${underlying} ${kind}`;
    const known = covered.get(key) ?? { short: 0, long: 0 };
    covered.set(key, known);
    const lots = (net - sells) / lotSize;
    if (lots < 0) known.short -= lots;
    else known.long += lots;
  }
  let lots = 0;
  for (const { short, long } of covered.values()) lots += Math.max(0, short - long);
  return Math.ceil(lots);
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

function row(byInstrument: Map<number, Exposed>, id: number, lotSize: number): Exposed {
  const known = byInstrument.get(id);
  if (known !== undefined) return known;
  const fresh = { lotSize, net: 0, buys: 0, sells: 0 };
  byInstrument.set(id, fresh);
  return fresh;
}
