import { applyOrderEvent } from '../domain/order-fold.ts';
import type { FoldedOrder } from '../domain/order-fold.ts';
import type { RiskDecision } from '../rms/decision.ts';
import type { Committed } from './durable.ts';

/** What a run has reached: transitions of orders, and refusals by rule. */
export class Coverage {
  readonly transitions = new Map<string, number>();
  readonly rules = new Map<string, number>();
  readonly #orders = new Map<string, FoldedOrder>();

  committed({ journal }: Committed): void {
    for (const { entry } of journal) {
      const { order, transition } = applyOrderEvent(this.#orders.get(entry.orderId) ?? null, entry.event, entry.at);
      this.#orders.set(entry.orderId, order);
      if (transition !== null) count(this.transitions, transition);
    }
  }

  /** Refusals by the code of their rule. */
  decided(decision: RiskDecision): void {
    if (decision.denial !== null) count(this.rules, decision.denial.code);
  }
}

export function count<K>(counts: Map<K, number>, key: K, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
