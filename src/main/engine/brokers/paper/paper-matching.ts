import type { MarketQuote } from '../../domain/quote.ts';
import type { BrokerOrder } from '../broker.ts';
import { leavesOf } from './paper-book.ts';
import { ShownLiquidity } from './shown-liquidity.ts';
import type { Take } from './shown-liquidity.ts';

/** An order with the parts of the shown book it trades with, not yet written. */
export interface Match {
  order: BrokerOrder;
  takes: Take[];
}

/** Best price first; among equals the array's order stands: first come, first served. */
function byPriority(a: BrokerOrder, b: BrokerOrder): number {
  if (a.side !== b.side) return a.side === 'BUY' ? -1 : 1;
  return a.side === 'BUY' ? b.price - a.price : a.price - b.price;
}

/** Matches resting orders with the book each instrument shows, never taking the same shown quantity twice. */
export class PaperMatching {
  readonly #shown = new Map<number, ShownLiquidity>();

  /** Takes over a new book, so that quantity shown anew can be traded again. */
  show(quote: Readonly<MarketQuote>): void {
    this.#shown.get(quote.instrumentId)?.show(quote);
  }

  /** What `orders`, all of the quote's instrument and oldest first, trade with; takes it from the shown book. */
  match(orders: readonly BrokerOrder[], quote: Readonly<MarketQuote>, lotSize: number): Match[] {
    let shown = this.#shown.get(quote.instrumentId);
    if (shown === undefined) {
      shown = new ShownLiquidity(lotSize);
      this.#shown.set(quote.instrumentId, shown);
    }
    shown.show(quote);
    const matches: Match[] = [];
    for (const order of orders.toSorted(byPriority)) {
      const takes = shown.take(order.side, order.price, leavesOf(order));
      if (takes.length > 0) matches.push({ order, takes });
    }
    return matches;
  }

  /** Puts back what fills that could not be written had taken. */
  undo(matches: readonly Match[]): void {
    for (const { order, takes } of matches) this.#shown.get(order.instrumentId)?.giveBack(order.side, takes);
  }
}
