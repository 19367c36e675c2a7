import type { Check, CheckedWorld, Violate } from './check.ts';

/** O10: some time after everything was cancelled, nothing that lived then lives still. */
export class CancelAll implements Check {
  readonly rules = ['O10'];

  atRest({ durable, cancelledAll }: CheckedWorld, violate: Violate): void {
    if (cancelledAll === null) return;
    for (const id of durable.live) {
      const { state, source } = durable.orders.get(id)!;
      if (cancelledAll.has(id) && source !== 'BROKER') {
        violate('O10', `Order ${id} is ${state}, long after everything was cancelled.`);
      }
    }
  }
}
