import type { Committed } from '../durable.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';

/** T8: what is declared never placed is not at the exchange, whatever its books left out (F16). */
export class Absence implements Check {
  readonly rules = ['T8'];

  onCommit(committed: Committed, { truth }: CheckedWorld, violate: Violate): void {
    for (const { entry, after } of committed.journal) {
      if (entry.event.type !== 'absent' || !truth.accepted.includes(after.tag)) continue;
      violate('T8', `Order ${after.id} was proven absent, and the exchange has it.`);
    }
  }
}
