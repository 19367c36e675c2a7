import type { OrderRecord } from '../../domain/order.ts';
import type { Committed } from '../durable.ts';
import type { Sent } from '../sim-broker.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';
import { workingUnits } from './exposure.ts';

const WITHIN_MS = 2000;
/** A try that failed is tried again after a pause that grows this often, ms. */
const MOST_TRIES = 5;

interface Overrun {
  /** Units that exits of the entry filled beyond it, and that are still held. */
  units: number;
  /** True time since which nothing is on its way to take them back, or null. */
  since: number | null;
  tries: number;
}

/** B1': what the exits of an entry filled beyond it is sent back within 2 s, and never more than that. */
export class Overruns implements Check {
  readonly rules = ["B1'"];
  readonly #filled = new Map<string, number>();
  /** Units each entry has filled that its exits have not taken. */
  readonly #left = new Map<string, number>();
  readonly #overruns = new Map<string, Overrun>();

  onCommit({ orders }: Committed, { durable }: CheckedWorld, _violate: Violate): void {
    for (const order of orders) {
      const filled = order.filled - (this.#filled.get(order.id) ?? 0);
      if (filled === 0) continue;
      this.#filled.set(order.id, order.filled);
      this.#add(order.id, filled, durable.orders);
      const entry = order.source === 'BRACKET' ? durable.orders.get(order.parentId ?? '') : undefined;
      if (entry !== undefined) this.#add(entry.id, order.side === entry.side ? filled : -filled, durable.orders);
    }
    for (const [id, overrun] of this.#overruns) {
      const entry = durable.orders.get(id)!;
      overrun.units = Math.min(overrun.units, held(entry, durable.positions));
      if (overrun.units < entry.lotSize) this.#overruns.delete(id);
    }
  }

  onSent({ request, at }: Sent, { durable }: CheckedWorld, violate: Violate): void {
    if (request === null) return;
    const order = durable.byTag.get(request.tag);
    const entry = durable.orders.get(order?.parentId ?? '');
    if (order?.source !== 'BRACKET' || entry?.side !== request.side) return;
    const overrun = this.#overruns.get(entry.id);
    // What this very step has booked is not followed yet.
    const fresh = excess(leftOf(entry, durable.orders)) - excess(this.#left.get(entry.id) ?? 0);
    const owed = Math.min(held(entry, durable.positions), (overrun?.units ?? 0) + Math.max(0, fresh));
    if (request.quantity > owed) {
      const what = `${request.quantity} of ${entry.name} are sent back`;
      violate("B1'", `${what}, and the exits of ${entry.id} hold ${owed} of it.`);
    }
    if (overrun === undefined) return;
    overrun.tries += 1;
    overrun.since = at;
  }

  onStep(world: CheckedWorld, violate: Violate): void {
    for (const [id, overrun] of this.#overruns) {
      const entry = world.durable.orders.get(id)!;
      const since = overrun.since ?? world.now;
      const onItsWay = workingUnits(world.durable, entry.instrumentId, entry.side);
      const { desk, isOpen, hamperedSince } = world;
      const canAct = desk !== null && isOpen && desk.reconciledAt() !== null && !hamperedSince(since);
      const touch =
        (entry.side === 'BUY' ? desk?.quote(entry.instrumentId)?.ask : desk?.quote(entry.instrumentId)?.bid) ?? 0;
      if (overrun.units - onItsWay < entry.lotSize || !canAct || touch <= 0) {
        overrun.since = null;
        continue;
      }
      overrun.since = since;
      if (world.now - since <= WITHIN_MS * 2 ** Math.min(MOST_TRIES, overrun.tries)) continue;
      overrun.since = world.now;
      violate("B1'", `The exits of ${entry.id} filled ${overrun.units} too much, and nothing takes them back.`);
    }
  }

  #add(entryId: string, units: number, orders: ReadonlyMap<string, OrderRecord>): void {
    const before = this.#left.get(entryId) ?? 0;
    this.#left.set(entryId, before + units);
    const more = excess(before + units) - excess(before);
    if (more === 0) return;
    const known = this.#overruns.get(entryId);
    if (known !== undefined) known.units = Math.max(0, known.units + more);
    else if (more > 0 && orders.has(entryId)) this.#overruns.set(entryId, { units: more, since: null, tries: 0 });
  }
}

/** Units below nothing. */
function excess(left: number): number {
  return Math.max(0, -left);
}

/** Units on the side that exits of an entry would have opened. */
function held({ instrumentId, side }: OrderRecord, positions: ReadonlyMap<number, { netQty: number }>): number {
  const net = positions.get(instrumentId)?.netQty ?? 0;
  return Math.max(0, side === 'BUY' ? -net : net);
}

function leftOf(entry: OrderRecord, orders: ReadonlyMap<string, OrderRecord>): number {
  let left = entry.filled;
  for (const order of orders.values()) {
    if (order.parentId !== entry.id || order.source !== 'BRACKET') continue;
    left += order.side === entry.side ? order.filled : -order.filled;
  }
  return left;
}
