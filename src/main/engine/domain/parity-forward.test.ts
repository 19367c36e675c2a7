import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../testing/property-runs.ts';
import { black76Price } from './black76.ts';
import type { ChainQuote, ChainStrike } from './chain-quote.ts';
import { parityForward } from './parity-forward.ts';

const rate = 0.055;
const years = 20 / 365;
const forward = 2_460_000;

function quote(price: number, halfSpread: number): ChainQuote {
  return { ltp: Math.round(price), bid: price - halfSpread, ask: price + halfSpread, oi: 0, prevOi: Number.NaN };
}

function chain(halfSpread = 25): ChainStrike[] {
  return Array.from({ length: 21 }, (_, place) => {
    const strike = 2_410_000 + place * 5000;
    const price = (isCall: boolean) => black76Price(isCall, forward, strike, years, 0.11, rate);
    return { strike, call: quote(price(true), halfSpread), put: quote(price(false), halfSpread) };
  });
}

describe('parityForward', () => {
  it('is not moved by one stale or wide book near the money, whichever it is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: -8000, max: 8000 }),
        fc.boolean(),
        (place, off, wide) => {
          const rows = chain();
          const struck = rows[place]!;
          const price = (struck.call!.bid + struck.call!.ask) / 2 + off;
          if (price < 5000) return;
          rows[place] = { ...struck, call: quote(price, wide ? 4000 : 25) };
          expect(Math.abs(parityForward(rows, years, rate)! - forward)).toBeLessThan(1);
        },
      ),
      { numRuns: propertyRuns },
    );
  });

  it('reads last prices only where no strike has both books', () => {
    const rows = chain();
    const [first, second] = [rows[9]!, rows[10]!];
    const lastOnly = (side: ChainQuote, ltp: number): ChainQuote => ({ ...side, bid: 0, ask: 0, ltp });
    const stale = { ...first, call: lastOnly(first.call!, first.call!.ltp + 9000) };
    expect(parityForward([stale, second], years, rate)).toBeCloseTo(forward, 0);
    expect(parityForward([stale], years, rate)! - forward).toBeGreaterThan(8000);
    expect(parityForward([{ ...first, put: null }], years, rate)).toBeNull();
  });
});
