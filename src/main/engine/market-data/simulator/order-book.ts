import { DEPTH_LEVELS } from '../../domain/tick.ts';
import type { Depth, Tick } from '../../domain/tick.ts';

/** The next number of a small generator: uniform 32 bits from the one before. */
function scramble(state: number): number {
  let next = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  next = Math.imul(next ^ (next >>> 12), 0x297a2d39);
  return (next ^ (next >>> 15)) >>> 0;
}

/**
 * Fills five levels a side from the tick's bid and ask: prices one or two ticks apart, quantities in whole lots that
 * grow with the level, the first equal to the tick's own. Bids stop above zero; empty levels are 0.
 */
export function fillBook(
  tick: Tick,
  depth: Depth,
  random: number,
  tickSize: number,
  lotSize: number,
  lots: number,
  growth: number,
): void {
  let state = scramble(random ^ 0x9e3779b9);
  let bid = tick.bid;
  let ask = tick.ask;
  for (let level = 0; level < DEPTH_LEVELS; level++) {
    const size = lots * (1 + growth * level);
    depth.bidPrice[level] = bid;
    depth.bidQty[level] = bid > 0 ? lotSize * (1 + Math.floor(((state & 0xffff) / 0x10000) ** 2 * size)) : 0;
    depth.askPrice[level] = ask;
    depth.askQty[level] = lotSize * (1 + Math.floor(((state >>> 16) / 0x10000) ** 2 * size));
    state = scramble(state + 0x6d2b79f5);
    bid = bid <= 0 ? 0 : Math.max(0, bid - tickSize * (1 + (state & 1)));
    ask += tickSize * (1 + ((state >>> 1) & 1));
    state = scramble(state + 0x6d2b79f5);
  }
  tick.bidQty = depth.bidQty[0]!;
  tick.askQty = depth.askQty[0]!;
  tick.depth = depth;
}
