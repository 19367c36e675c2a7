import { isFinal } from '../../domain/order-transitions.ts';
import type { Committed } from '../durable.ts';
import type { Sent } from '../sim-broker.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';

/** Our margin is an estimate: so much more is none. */
const TOLERANCE = 1.02;
const FLOOR = 100_000;
/** A square-off that has sent nothing for so long is over, ms. */
const OVER_MS = 10_000;

/**
 * SQ1: at every step of a square-off what remains needs no more margin than what there was, at the same marks. What a
 * short was bought back for is paid, and comes on top: a premium is margin too.
 */
export class SquareOffMargin implements Check {
  readonly rules = ['SQ1'];
  #before: Map<number, number> | null = null;
  #boughtBack = 0;
  #lastSent = 0;
  /** Orders whose trades are no step: those that were over and came back (T7, T9), and those sized before others traded. */
  readonly #apart = new Set<string>();

  onSent(sent: Sent, { durable }: CheckedWorld, _violate: Violate): void {
    if (sent.request === null || durable.byTag.get(sent.request.tag)?.source !== 'SQUARE_OFF') return;
    if (this.#before === null || sent.at - this.#lastSent > OVER_MS) {
      this.#before = positions(durable.positions);
      this.#boughtBack = 0;
    }
    this.#lastSent = sent.at;
  }

  onCommit({ trades, journal }: Committed, { durable, desk }: CheckedWorld, violate: Violate): void {
    for (const { before, after } of journal) {
      if (before !== null && isFinal(before.state)) this.#apart.add(after.id);
    }
    if (this.#before === null || trades.length === 0) return;
    // What others trade in between, what an order trades after its end (T9) and what is annulled (T16) is no step of it.
    const own = trades.every(
      ({ orderId, brokerTradeId }) =>
        durable.orders.get(orderId)?.source === 'SQUARE_OFF' &&
        !this.#apart.has(orderId) &&
        !brokerTradeId.startsWith('bust:'),
    );
    if (!own || desk === null) {
      this.#before = null;
      for (const id of durable.live) this.#apart.add(id);
      return;
    }
    for (const { side, quantity, fillPrice } of trades) if (side === 'BUY') this.#boughtBack += quantity * fillPrice;
    const marginOf = (held: ReadonlyMap<number, number>) =>
      desk.marginOf([...held].map(([instrumentId, netQty]) => ({ instrumentId, netQty })));
    const before = marginOf(this.#before);
    const left = marginOf(positions(durable.positions));
    if (left <= before * TOLERANCE + FLOOR + this.#boughtBack) return;
    violate('SQ1', `A step of the square-off leaves positions that need ${left} paise of margin; before it ${before}.`);
  }
}

function positions(of: ReadonlyMap<number, { netQty: number }>): Map<number, number> {
  return new Map([...of].filter(([, { netQty }]) => netQty !== 0).map(([id, { netQty }]) => [id, netQty]));
}
