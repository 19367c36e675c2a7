import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instrument } from '../../../contract/market.ts';
import type { MarketQuote } from '../domain/quote.ts';
import { CALL, QUOTE } from '../../../testing/risk-fixtures.ts';
import { priceBand } from './price-band.ts';
import { protectedPrice } from './protection.ts';

const DAY = '2026-11-23';
const FUTURE: Instrument = { ...CALL, kind: 'FUT', strike: null, tickSize: 10 };

function at(price: number, over: Partial<MarketQuote> = {}): MarketQuote {
  return { ...QUOTE, bid: price, ask: price, ltp: price, prevClose: price, ...over };
}

describe('protected price of a market order', () => {
  it('an option at 164.30 buys up to 2 % above the ask and sells down to 2 % below the bid', () => {
    expect(protectedPrice('BUY', QUOTE, CALL)).toEqual({ price: 16_760, low: 16_100, high: 16_760 });
    expect(protectedPrice('SELL', QUOTE, CALL)).toEqual({ price: 16_090, low: 16_090, high: 16_750 });
  });

  it.each([
    ['option', CALL, 900, 945],
    ['option', CALL, 1000, 1030],
    ['option', CALL, 9995, 10_295],
    ['option', CALL, 10_000, 10_200],
    ['option', CALL, 50_000, 51_000],
    ['option', CALL, 50_005, 50_505],
    ['future', FUTURE, 9990, 10_190],
    ['future', FUTURE, 10_000, 10_100],
    ['future', FUTURE, 2_600_000, 2_613_000],
  ] as const)('%s slabs: %#', (_kind, instrument, price, high) => {
    expect(protectedPrice('BUY', at(price), instrument)?.price).toBe(high);
  });

  it('keeps inside the exchange band', () => {
    const share: Instrument = { ...CALL, kind: 'EQ', exchange: 'NSE', expiry: null, strike: null };
    const quote = at(11_990, { prevClose: 10_000 });
    expect(protectedPrice('BUY', quote, share)?.price).toBe(12_000);
  });

  it('has no price without that side of the book', () => {
    expect(protectedPrice('BUY', { ...QUOTE, ask: 0 }, CALL)).toBeNull();
    expect(protectedPrice('SELL', { ...QUOTE, bid: 0 }, CALL)).toBeNull();
    expect(protectedPrice('SELL', null, CALL)).toBeNull();
  });

  it('is always on tick, above nothing, and never worse for the market than the touch', () => {
    fc.assert(
      fc.property(fc.constantFrom('BUY', 'SELL'), fc.integer({ min: 1, max: 100_000 }), (side, ticks) => {
        const found = protectedPrice(side, at(ticks * 5, { prevClose: 0 }), CALL)!;
        expect([found.price % 5, found.low % 5, found.high % 5]).toEqual([0, 0, 0]);
        expect(found.low).toBeGreaterThan(0);
        expect(side === 'BUY' ? found.price >= ticks * 5 : found.price <= ticks * 5).toBe(true);
      }),
    );
  });
});

describe('exchange band, estimated', () => {
  it('equity moves 20 % about the previous close and does not flex', () => {
    const share: Instrument = { ...CALL, kind: 'EQ', tickSize: 5 };
    expect(priceBand(share, at(10_000), DAY)).toEqual({ low: 8000, high: 12_000 });
    expect(priceBand(share, at(10_000, { ltp: 11_999 }), DAY)).toEqual({ low: 8000, high: 12_000 });
  });

  it('a future moves 10 %, and on once the price is near the edge', () => {
    expect(priceBand(FUTURE, at(2_500_000), DAY)).toEqual({ low: 2_250_000, high: 2_750_000 });
    expect(priceBand(FUTURE, at(2_500_000, { ltp: 2_740_000 }), DAY)?.high).toBe(3_000_000);
    expect(priceBand(FUTURE, at(2_500_000, { ltp: 2_260_000 }), DAY)?.low).toBe(2_000_000);
  });

  it('an option moves by a part of its strike, more the dearer it is', () => {
    expect(priceBand(CALL, at(15_000), DAY)).toEqual({ low: 5, high: 145_000 });
    expect(priceBand(CALL, at(1000), DAY)?.high).toBe(53_000);
    expect(priceBand(CALL, at(60_000), DAY)?.high).toBe(320_000);
  });

  it('is not known without a previous close', () => {
    expect(priceBand(CALL, at(15_000, { prevClose: 0 }), DAY)).toBeNull();
    expect(priceBand(CALL, null, DAY)).toBeNull();
  });

  it('always holds the last price of a derivative, on tick', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 1, max: 200_000 }), (prevTicks, ltpTicks) => {
        const ltp = ltpTicks * 5;
        const band = priceBand(CALL, at(prevTicks * 5, { ltp }), DAY)!;
        expect(band.low <= ltp && ltp <= band.high).toBe(true);
        expect([band.low % 5, band.high % 5]).toEqual([0, 0]);
      }),
    );
  });
});
