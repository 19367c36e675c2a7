import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../testing/property-runs.ts';
import { black76, black76Price, emptyOptionValue } from './black76.ts';
import { chainView } from './chain-view.ts';
import type { ChainMarket, ListedQuote, ListedStrike } from './chain-view.ts';

const ts = 1_795_000_000_000;
const days = 7;
const years = days / 365;
const rate = 0.055;
const forward = 2_604_000;

function quote(isCall: boolean, strike: number, iv: number): ListedQuote {
  const price = black76Price(isCall, forward, strike, years, iv, rate);
  return {
    instrumentId: strike / 100 + (isCall ? 0 : 1),
    ltp: Math.max(1, Math.round(price)),
    bid: price * 0.999,
    ask: price * 1.001,
    volume: 750,
    oi: 6500,
    prevOi: 6000,
    prevClose: Math.round(price) + 500,
    prevOiReason: null,
  };
}

function market(strikes: ListedStrike[], spot = 2_600_000): ChainMarket {
  const expiresAt = ts + days * 86_400_000;
  return { underlying: 'NIFTY', expiry: '2026-11-24', ts, expiresAt, spot, prevClose: 0, lotSize: 65, rate, strikes };
}

function rows(iv = 0.12): ListedStrike[] {
  return Array.from({ length: 21 }, (_, place) => {
    const strike = 2_550_000 + place * 5000;
    return { strike, call: quote(true, strike, iv), put: quote(false, strike, iv) };
  });
}

describe('chainView', () => {
  it('gives every side the IV it was priced with and the greeks of that', () => {
    const value = emptyOptionValue();
    fc.assert(
      fc.property(fc.double({ min: 0.08, max: 0.9, noNaN: true }), (iv) => {
        const chain = chainView(market(rows(iv)));
        expect(chain.forwardFrom).toBe('parity');
        for (const { strike, call, put } of chain.strikes) {
          for (const [isCall, side] of [
            [true, call!],
            [false, put!],
          ] as const) {
            black76(value, isCall, forward, strike, years, iv, rate);
            expect(side.iv).toBeCloseTo(iv, 4);
            expect(side.delta).toBeCloseTo(value.delta, 3);
            expect(side.gamma! / value.gamma).toBeCloseTo(1, 2);
            expect(side.theta! / value.theta).toBeCloseTo(1, 2);
            expect(side.vega! / value.vega).toBeCloseTo(1, 2);
          }
        }
      }),
      { numRuns: Math.min(propertyRuns, 200) },
    );
  });

  it('grows the spot by the rate where parity says nothing, and says so', () => {
    const calls = rows().map((row) => ({ ...row, put: null }));
    const chain = chainView(market(calls));
    expect(chain.forwardFrom).toBe('spot');
    expect(chain.forward).toBeCloseTo(2_600_000 * Math.exp(rate * years), 6);
    const blind = chainView(market(calls, 0));
    expect(blind).toMatchObject({ forward: null, forwardFrom: null, spot: null });
    expect(blind.strikes[0]!.call).toMatchObject({ iv: null, ivReason: 'there is no forward price', delta: null });
  });

  it('says why a change of open interest or an IV is missing, and absent prices are null', () => {
    const listed = rows();
    const dead: ListedQuote = {
      ...listed[0]!.call!,
      ltp: 0,
      bid: 0,
      ask: 0,
      prevOi: Number.NaN,
      prevOiReason: 'the session of 2026-11-16 was not recorded',
    };
    const [row] = chainView(market([{ ...listed[0]!, call: dead }, ...listed.slice(1)])).strikes;
    expect(row!.call).toMatchObject({
      ltp: null,
      bid: null,
      ask: null,
      iv: null,
      ivReason: 'there is no price',
      chgOi: null,
      chgOiReason: 'the session of 2026-11-16 was not recorded',
      buildup: null,
    });
    expect(row!.put).toMatchObject({ chgOi: 500, chgOiReason: null, buildup: 'SHORT_BUILDUP' });
  });
});
