import type { ChainSide } from '../../../contract/chain.ts';
import type { Quote } from '../../../contract/market.ts';

/** A side with the prices of its quote, which comes oftener than the chain; as the chain has it before the first. */
export function withQuote(side: ChainSide, quote: Quote | undefined): ChainSide {
  if (!quote || quote.ltp === 0) return side;
  return { ...side, ltp: quote.ltp, bid: quote.bid || null, ask: quote.ask || null };
}
