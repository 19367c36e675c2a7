import type { Order } from '../../../contract/trading.ts';

/** Where an order stands among the parts of one intent. */
export interface PartPlace {
  /** From 1, in the order they were sent. */
  number: number;
  of: number;
  /** When the first was made: the parts stay together when sorted by time. */
  since: number;
}

/** What the parts of one intent have in common; null for an order sent whole. Legs of a basket differ by contract. */
export function partsKey({
  partOf,
  instrumentId,
  side,
}: Pick<Order, 'partOf' | 'instrumentId' | 'side'>): string | null {
  return partOf === null ? null : `${partOf} ${instrumentId} ${side}`;
}

/** The places of all orders that are one of several parts, by order id. `orders` are oldest first. */
export function partPlaces(orders: readonly Order[]): ReadonlyMap<string, PartPlace> {
  const groups = new Map<string, Order[]>();
  for (const order of orders) {
    const key = partsKey(order);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(order);
    else groups.set(key, [order]);
  }
  const places = new Map<string, PartPlace>();
  for (const group of groups.values()) {
    if (group.length === 1) continue;
    const since = group[0]!.createdAt;
    group.forEach(({ id }, at) => places.set(id, { number: at + 1, of: group.length, since }));
  }
  return places;
}
