import parameters from '../../../../resources/replay/estimated-book.json' with { type: 'json' };
import { roundDown, roundUp } from '../core/money.ts';
import type { Tick } from '../domain/tick.ts';

/**
 * Gives a tick without bid and ask an estimated book around its last price, and marks it so.
 * Paper orders then pay a spread instead of filling at a bare last price.
 * @param tickSize paise
 * @param lotSize units; the estimated size is whole lots
 */
export function estimateBook(tick: Tick, tickSize: number, lotSize: number): void {
  const half = Math.max(parameters.minHalfSpreadTicks * tickSize, (tick.ltp * parameters.halfSpreadBps) / 10_000);
  const lots = Math.max(1, Math.floor((parameters.notionalRupees * 100) / (tick.ltp * lotSize)));
  tick.bid = Math.max(tickSize, roundDown(tick.ltp - half, tickSize));
  tick.ask = roundUp(tick.ltp + half, tickSize);
  tick.bidQty = lots * lotSize;
  tick.askQty = lots * lotSize;
  tick.estimatedBook = true;
}
