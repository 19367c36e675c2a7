import type { Committed } from '../durable.ts';
import type { Sent } from '../sim-broker.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';

/** After so long the proof may be complete, ms. */
const PROVEN_AFTER_MS = 45_000;
/** The most that the books take on their way back, ms. */
const READ_MS = 200;

/** T5, T8: what is declared refused or never placed is not at the exchange, whatever was lost or left out (F15, F16). */
export class Absence implements Check {
  readonly rules = ['T5', 'T8'];
  /** True time at which each place left, by its tag. */
  readonly #left = new Map<string, number>();

  onSent({ request, at }: Sent, _world: CheckedWorld, _violate: Violate): void {
    if (request !== null) this.#left.set(request.tag, at);
  }

  onCommit(committed: Committed, world: CheckedWorld, violate: Violate): void {
    const { accepted } = world.truth;
    for (const { entry, after } of committed.journal) {
      const { type } = entry.event;
      if ((type !== 'absent' && type !== 'refused') || !accepted.includes(after.tag)) continue;
      if (type === 'refused') violate('T5', `Order ${after.id} was taken for refused, and the exchange has it.`);
      else if (!this.#cameSince(after.tag, world)) {
        violate('T8', `Order ${after.id} was proven absent, and the exchange has it.`);
      }
    }
  }

  /** True for an order that came out of the blue while the read that completes its proof was on its way back (T7). */
  #cameSince(tag: string, { truth, now, hamperedSince }: CheckedWorld): boolean {
    for (const { row, history } of truth.orders.values()) {
      if (row.tag !== tag) continue;
      const { at } = history[0]!;
      const left = this.#left.get(tag) ?? at;
      return at - left >= PROVEN_AFTER_MS && (now - at <= READ_MS || hamperedSince(at));
    }
    return false;
  }
}
