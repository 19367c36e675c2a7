import { isDeepStrictEqual } from 'node:util';
import { applyOrderEvent, replayOrder } from '../../domain/order-fold.ts';
import type { FoldedOrder } from '../../domain/order-fold.ts';
import { statusOf } from '../../domain/order.ts';
import type { JournalEntry, OrderRecord } from '../../domain/order.ts';
import { Random } from '../../core/random.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';

/** How many steps lie between two replays of a live order while trading. */
const EVERY = 1000;

/** O8, O4: the journal replays to what is stored and in memory; in any order and doubled it tells the same. */
export class Replay implements Check {
  readonly rules = ['O4', 'O8'];
  readonly #random: Random;
  #steps = 0;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  onStep(world: CheckedWorld, violate: Violate): void {
    this.#steps += 1;
    if (this.#steps % EVERY !== 0) return;
    const live = [...world.durable.live];
    const chosen = live[this.#random.integer(0, Math.max(0, live.length - 1))];
    if (chosen !== undefined) this.#replay(world.durable.orders.get(chosen)!, world, violate);
  }

  atRest(world: CheckedWorld, violate: Violate): void {
    for (const order of world.durable.orders.values()) this.#replay(order, world, violate);
    for (const view of world.desk?.orders() ?? []) {
      const stored = world.durable.orders.get(view.id);
      if (stored?.state !== view.state || stored.filled !== view.filled || stored.filledValue !== view.filledValue) {
        violate('O8', `Order ${view.id} is ${view.state} in memory and ${stored?.state ?? 'not'} in the store.`);
      }
    }
  }

  #replay(order: OrderRecord, { store }: CheckedWorld, violate: Violate): void {
    const journal = store.journal(order.id);
    const replayed = replayOrder(journal);
    if (!isSame(replayed.record, order)) {
      violate(
        'O8',
        `The journal of order ${order.id} replays to ${replayed.record.state}, the store has ${order.state}.`,
      );
    }
    this.#confluence(replayed, journal, violate);
  }

  #confluence(replayed: FoldedOrder, journal: readonly JournalEntry[], violate: Violate): void {
    const heard = journal.filter(({ event }) => event.type === 'broker' || event.type === 'fill');
    if (heard.length < 2) return;
    const own = journal.filter((entry) => !heard.includes(entry));
    const told = [...heard, heard[this.#random.integer(0, heard.length - 1)]!]
      .map((entry) => ({ entry, place: this.#random.next() }))
      .toSorted((a, b) => a.place - b.place);
    let order: FoldedOrder | null = null;
    for (const { event, at } of own) order = applyOrderEvent(order, event, at).order;
    for (const { entry } of told) order = applyOrderEvent(order, entry.event, entry.at).order;
    const [a, b] = [replayed.record, order!.record];
    if (statusOf(a.state) !== statusOf(b.state) || a.filled !== b.filled || a.filledValue !== b.filledValue) {
      violate(
        'O4',
        `Order ${a.id} is ${a.state}, ${a.filled} filled; with its updates in another order ${b.state}, ${b.filled}.`,
      );
    }
  }
}

/** True for records of the same fields with the same values. */
function isSame(a: OrderRecord, b: OrderRecord): boolean {
  const fields = Object.keys(a) as (keyof OrderRecord)[];
  if (fields.length !== Object.keys(b).length) return false;
  return fields.every((field) => field in b && (a[field] === b[field] || isDeepStrictEqual(a[field], b[field])));
}
