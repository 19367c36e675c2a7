import { expect, test } from 'vitest';
import type { ChainSide } from '../../../contract/chain.ts';
import type { Quote } from '../../../contract/market.ts';
import { withQuote } from './live-side.ts';

const side = { instrumentId: 7, ltp: 100_00, bid: 99_95, ask: 100_05, iv: 0.12 } as ChainSide;

test('prices are those of the quote, the rest stays the chain’s', () => {
  const quote = { ltp: 101_00, bid: 100_95, ask: 0 } as Quote;
  expect(withQuote(side, quote)).toMatchObject({ ltp: 101_00, bid: 100_95, ask: null, iv: 0.12 });
});

test('without a quote, or before its first trade, the chain stands', () => {
  expect(withQuote(side, undefined)).toBe(side);
  expect(withQuote(side, { ltp: 0, bid: 0, ask: 0 } as Quote)).toBe(side);
});
