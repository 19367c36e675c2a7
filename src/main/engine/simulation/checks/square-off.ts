import type { OrderRecord } from '../../domain/order.ts';
import { isFinal } from '../../domain/order-transitions.ts';
import type { Committed, Durable } from '../durable.ts';
import type { Sent } from '../sim-broker.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';
import { LockExits } from './lock-exits.ts';

/** Our margin is an estimate: so much more is none. */
const TOLERANCE = 1.02;
const FLOOR = 100_000;
/** A square-off that has sent nothing for so long is over, ms. */
const OVER_MS = 10_000;

/**
 * SQ1: at every step of a square-off what remains needs no more margin than what there was, at the same marks. What a
 * short was bought back for is paid, and comes on top: a premium is margin too. A profit lock closes its scope alone, and
 * may well sell what hedges the rest: its exits are no steps.
 */
export class SquareOffMargin implements Check {
  readonly rules = ['SQ1'];
  #before: Map<number, number> | null = null;
  #boughtBack = 0;
  #lastSent = 0;
  readonly #lockExits = new LockExits();
  /** Orders whose trades are no step: those that were over and came back (T7, T9), and those sized before others traded. */
  readonly #apart = new Set<string>();

  onSent(sent: Sent, { durable }: CheckedWorld, _violate: Violate): void {
    if (sent.request === null || !this.#isStep(durable.byTag.get(sent.request.tag))) return;
    if (this.#before === null || sent.at - this.#lastSent > OVER_MS) this.#begin(durable);
    this.#lastSent = sent.at;
  }

  onCommit(committed: Committed, { durable, desk, instrument }: CheckedWorld, violate: Violate): void {
    const { trades, journal } = committed;
    this.#lockExits.follow(committed);
    for (const { before, after } of journal) {
      if (before !== null && isFinal(before.state)) this.#apart.add(after.id);
    }
    if (this.#before === null || trades.length === 0) return;
    if (desk === null) {
      this.#before = null;
      return;
    }
    // What others trade in between, what an order trades after its end (T9) and what is annulled (T16) is no step of it.
    const others = trades.filter(
      ({ orderId, brokerTradeId }) =>
        this.#apart.has(orderId) || brokerTradeId.startsWith('bust:') || !this.#isStep(durable.orders.get(orderId)),
    );
    if (others.length > 0) {
      // It goes on from what there is now; what was sized before is a step no more where one hedges the other.
      this.#begin(durable);
      const moved = new Set(others.map(({ instrumentId }) => instrument(instrumentId).underlying));
      for (const id of durable.live) {
        if (moved.has(instrument(durable.orders.get(id)!.instrumentId).underlying)) this.#apart.add(id);
      }
      return;
    }
    for (const { side, quantity, fillPrice } of trades) if (side === 'BUY') this.#boughtBack += quantity * fillPrice;
    // Where the index has no price yet, as after a restart, the margin is a guess that changes with the legs.
    if (![...this.#before.keys()].every((instrumentId) => desk.hasForward(instrumentId))) return;
    const marginOf = (held: ReadonlyMap<number, number>) =>
      desk.marginOf([...held].map(([instrumentId, netQty]) => ({ instrumentId, netQty })));
    const before = marginOf(this.#before);
    const left = marginOf(positions(durable.positions));
    if (left <= before * TOLERANCE + FLOOR + this.#boughtBack) return;
    violate('SQ1', `A step of the square-off leaves positions that need ${left} paise of margin; before it ${before}.`);
  }

  #begin(durable: Durable): void {
    this.#before = positions(durable.positions);
    this.#boughtBack = 0;
  }

  #isStep(order: OrderRecord | undefined): boolean {
    return order?.source === 'SQUARE_OFF' && this.#lockExits.lockOf(order) === null;
  }
}

function positions(of: ReadonlyMap<number, { netQty: number }>): Map<number, number> {
  return new Map([...of].filter(([, { netQty }]) => netQty !== 0).map(([id, { netQty }]) => [id, netQty]));
}
