import { rupees } from '../../core/money.ts';
import type { QuoteBook } from '../../domain/quote.ts';
import type { BrokerOrder } from '../broker.ts';
import type { Refusal } from './exchange-rules.ts';
import { leavesOf } from './paper-book.ts';
import type { PaperBook, PaperPosition } from './paper-book.ts';

/** Estimated margin of a set of positions, paise; the same instrument may come more than once. */
export type MarginEstimate = (positions: readonly PaperPosition[]) => number;

/** The money of a paper account: what it is worth, what is blocked, what an order would need. Paise. */
export class PaperFunds {
  /** Paise the account had before the first fill of its ledger. */
  readonly opening: number;
  readonly #book: PaperBook;
  readonly #quotes: QuoteBook;
  readonly #margin: MarginEstimate;

  constructor(book: PaperBook, quotes: QuoteBook, margin: MarginEstimate, opening: number) {
    this.#book = book;
    this.#quotes = quotes;
    this.#margin = margin;
    this.opening = opening;
  }

  /** Free now, the margin of positions and of working orders taken off. */
  available(): number {
    return this.#free(null);
  }

  /** What was put in and all that fills and their charges have moved since. */
  cash(): number {
    return this.opening + this.#book.cash();
  }

  /** A refusal when what is left of the order needs more margin than is free; an order that frees margin passes. */
  refusal(order: BrokerOrder): Refusal | null {
    const positions = this.#book.positions();
    const needed = this.#added(order, positions, this.#margin(positions));
    if (needed === 0) return null;
    const free = this.#free(order.brokerOrderId);
    if (needed <= free) return null;
    return {
      code: 'BROKER_REFUSED',
      message: `Margin short by ${rupees(needed - free)}: the order needs ${rupees(needed)} (estimated), ${rupees(free)} is free.`,
    };
  }

  #free(except: string | null): number {
    const positions = this.#book.positions();
    const held = this.#margin(positions);
    let free = this.#worth(positions) - held;
    for (const order of this.#book.working()) {
      if (order.brokerOrderId !== except) free -= this.#added(order, positions, held);
    }
    return free;
  }

  #worth(positions: readonly PaperPosition[]): number {
    let worth = this.cash();
    for (const { instrumentId, netQty } of positions) worth += netQty * (this.#quotes.get(instrumentId)?.ltp ?? 0);
    return worth;
  }

  #added(order: BrokerOrder, positions: readonly PaperPosition[], held: number): number {
    const netQty = order.side === 'BUY' ? leavesOf(order) : -leavesOf(order);
    const { instrumentId, product } = order;
    return Math.max(0, this.#margin([...positions, { instrumentId, product, netQty }]) - held);
  }
}
