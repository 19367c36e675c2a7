import type { OrderState } from '../../../../contract/enums.ts';
import { isFinal } from '../../domain/order-transitions.ts';
import { isLive } from '../../domain/order.ts';
import type { Committed } from '../durable.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';

/** What the broker says: only that may move an order that is over (T7, T9, T16). */
const OUTSIDE: ReadonlySet<string> = new Set(['broker', 'fill', 'bust', 'accepted']);

/** O1, O2, O3, O9: an order's own figures, from its trades and its journal. */
export class OrderBooks implements Check {
  readonly rules = ['O1', 'O2', 'O3', 'O9'];
  readonly #traded = new Map<string, { units: number; value: number }>();
  readonly #seqs = new Map<string, number>();
  readonly #states = new Map<string, OrderState>();
  /** Units of orders that are said to be overfilled. */
  readonly #overfilled = new Map<string, number>();

  onCommit(committed: Committed, _world: CheckedWorld, violate: Violate): void {
    for (const trade of committed.trades) {
      const known = this.#traded.get(trade.orderId) ?? { units: 0, value: 0 };
      const sign = trade.brokerTradeId.startsWith('bust:') ? -1 : 1;
      known.units += sign * trade.quantity;
      known.value += sign * trade.quantity * trade.fillPrice;
      this.#traded.set(trade.orderId, known);
    }
    const external = new Set<string>();
    for (const { entry } of committed.journal) {
      const seq = this.#seqs.get(entry.orderId) ?? 0;
      if (entry.seq <= seq) violate('O9', `Order ${entry.orderId} has journal line ${entry.seq} after ${seq}.`);
      this.#seqs.set(entry.orderId, entry.seq);
      if (OUTSIDE.has(entry.event.type)) external.add(entry.orderId);
    }
    for (const order of committed.orders) {
      const { id, filled, quantity, filledValue, state } = order;
      // Said with the fill; what follows, the answer to the change it overtook, finds it so.
      if (committed.lines.some((line) => line.includes('overfilled'))) this.#overfilled.set(id, filled);
      const most = Math.max(quantity, this.#overfilled.get(id) ?? 0);
      if (filled < 0 || filled > most) {
        violate('O1', `Order ${id} has ${filled} of ${quantity} filled.`);
      }
      if (state === 'FILLED' && filled < quantity)
        violate('O1', `Order ${id} is FILLED with ${filled} of ${quantity}.`);
      const traded = this.#traded.get(id) ?? { units: 0, value: 0 };
      if (traded.units !== filled || traded.value !== filledValue) {
        violate(
          'O2',
          `Order ${id} says ${filled} filled for ${filledValue}, its trades ${traded.units} for ${traded.value}.`,
        );
      }
      const before = this.#states.get(id);
      if (before !== undefined && before !== state && isFinal(before) && !external.has(id)) {
        violate('O3', `Order ${id} went from ${before} to ${state} without a word of the broker.`);
      }
      if (before !== undefined && isFinal(before) && isLive(state) && !external.has(id)) {
        violate('O3', `Order ${id} was ${before} and lives again.`);
      }
      this.#states.set(id, state);
    }
  }
}
