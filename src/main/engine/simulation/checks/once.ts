import type { Sent } from '../sim-broker.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';

/** O5, O6: at most one broker order per intent, and none that was not journalled before it left. */
export class Once implements Check {
  readonly rules = ['O5', 'O6'];
  #seen = 0;
  readonly #tags = new Set<string>();
  readonly #intents = new Map<string, string>();
  readonly #left = new Set<string>();

  onSent(sent: Sent, { durable }: CheckedWorld, violate: Violate): void {
    if (sent.request === null) return;
    const { tag } = sent.request;
    const order = durable.byTag.get(tag);
    if (order === undefined || order.state !== 'SENDING') {
      violate('O6', `A place with tag ${tag} left, its order being ${order?.state ?? 'not in the journal'}.`);
    }
    if (this.#left.has(tag)) violate('O5', `The order with tag ${tag} was sent twice.`);
    this.#left.add(tag);
  }

  onStep({ truth, durable }: CheckedWorld, violate: Violate): void {
    for (; this.#seen < truth.accepted.length; this.#seen++) {
      const tag = truth.accepted[this.#seen]!;
      if (this.#tags.has(tag)) violate('O5', `The exchange took two orders with tag ${tag}.`);
      this.#tags.add(tag);
      const order = durable.byTag.get(tag);
      if (order === undefined) {
        violate('O6', `The exchange has an order with tag ${tag} that our journal does not know.`);
        continue;
      }
      const other = this.#intents.get(order.intentId);
      if (other !== undefined && other !== tag) violate('O5', `Intent ${order.intentId} made two broker orders.`);
      this.#intents.set(order.intentId, tag);
    }
  }
}
