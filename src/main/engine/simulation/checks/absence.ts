import type { Committed } from '../durable.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';

/** T5, T8: what is declared refused or never placed is not at the exchange, whatever was lost or left out (F15, F16). */
export class Absence implements Check {
  readonly rules = ['T5', 'T8'];

  onCommit(committed: Committed, { truth }: CheckedWorld, violate: Violate): void {
    for (const { entry, after } of committed.journal) {
      const { type } = entry.event;
      if ((type !== 'absent' && type !== 'refused') || !truth.accepted.includes(after.tag)) continue;
      if (type === 'absent') violate('T8', `Order ${after.id} was proven absent, and the exchange has it.`);
      else violate('T5', `Order ${after.id} was taken for refused, and the exchange has it.`);
    }
  }
}
