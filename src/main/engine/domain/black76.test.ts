import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { black76, black76Price, emptyOptionValue, normalCdf } from './black76.ts';
import { impliedVolatility } from './black76-implied.ts';
import { propertyRuns } from '../../../testing/property-runs.ts';

const option = fc.record({
  forward: fc.double({ min: 100, max: 80_000, noNaN: true }),
  moneyness: fc.double({ min: -0.25, max: 0.25, noNaN: true }),
  years: fc.double({ min: 0.001, max: 2, noNaN: true }),
  volatility: fc.double({ min: 0.04, max: 1.2, noNaN: true }),
  rate: fc.double({ min: 0, max: 0.12, noNaN: true }),
});

describe('black76', () => {
  it('agrees with figures worked out elsewhere', () => {
    // Forward 26,000, strike 26,100, 9 days, 12 %, 6 %: by numerical integration of the lognormal payoff.
    expect(integrated(true, 26_000, 26_100, 9 / 365, 0.12, 0.06)).toBeCloseTo(
      black76Price(true, 26_000, 26_100, 9 / 365, 0.12, 0.06),
      3,
    );
    expect(integrated(false, 26_000, 25_000, 40 / 365, 0.2, 0.06)).toBeCloseTo(
      black76Price(false, 26_000, 25_000, 40 / 365, 0.2, 0.06),
      3,
    );
    expect(normalCdf(0)).toBeCloseTo(0.5, 15);
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 13);
    expect(normalCdf(-8) / 6.220960574271785e-16).toBeCloseTo(1, 7);
    expect(normalCdf(-5) / 2.866515718791939e-7).toBeCloseTo(1, 9);
  });

  it('keeps put-call parity', () => {
    fc.assert(
      fc.property(option, ({ forward, moneyness, years, volatility, rate }) => {
        const strike = forward * Math.exp(moneyness);
        const call = black76Price(true, forward, strike, years, volatility, rate);
        const put = black76Price(false, forward, strike, years, volatility, rate);
        expect(Math.abs(call - put - Math.exp(-rate * years) * (forward - strike))).toBeLessThan(1e-9 * forward);
      }),
    );
  });

  it('falls in strike for calls, rises for puts, and rises with volatility', () => {
    fc.assert(
      fc.property(option, ({ forward, moneyness, years, volatility, rate }) => {
        const strike = forward * Math.exp(moneyness);
        const slack = 1e-9 * forward;
        const call = black76Price(true, forward, strike, years, volatility, rate);
        const put = black76Price(false, forward, strike, years, volatility, rate);
        expect(black76Price(true, forward, strike * 1.01, years, volatility, rate)).toBeLessThanOrEqual(call + slack);
        expect(black76Price(false, forward, strike * 1.01, years, volatility, rate)).toBeGreaterThanOrEqual(
          put - slack,
        );
        expect(black76Price(true, forward, strike, years, volatility * 1.05, rate)).toBeGreaterThanOrEqual(
          call - slack,
        );
      }),
    );
  });

  it('has greeks that are the slopes of its price', () => {
    fc.assert(
      fc.property(option, ({ forward, moneyness, years, volatility, rate }) => {
        const strike = forward * Math.exp(moneyness * Math.sqrt(years));
        const at = (f: number, t: number, v: number) => black76Price(true, f, strike, t, v, rate);
        const value = black76(emptyOptionValue(), true, forward, strike, years, volatility, rate);
        const bump = forward * volatility * Math.sqrt(years) * 1e-3;
        expect(value.price).toBeCloseTo(at(forward, years, volatility), 9);
        const up = at(forward + bump, years, volatility);
        const down = at(forward - bump, years, volatility);
        expect(value.delta).toBeCloseTo((up - down) / (2 * bump), 3);
        const vega = (at(forward, years, volatility + 1e-5) - at(forward, years, volatility - 1e-5)) / 2e-5 / 100;
        expect(Math.abs(value.vega - vega)).toBeLessThan(1e-4 * (Math.abs(vega) + 1));
        const step = years * 1e-4;
        const theta =
          (at(forward, years - step, volatility) - at(forward, years + step, volatility)) / (2 * step) / 365;
        expect(Math.abs(value.theta - theta)).toBeLessThan(1e-3 * (Math.abs(theta) + 1));
        const steeper = black76(emptyOptionValue(), true, forward + bump, strike, years, volatility, rate).delta;
        const flatter = black76(emptyOptionValue(), true, forward - bump, strike, years, volatility, rate).delta;
        const gamma = (steeper - flatter) / (2 * bump);
        expect(Math.abs(value.gamma - gamma)).toBeLessThan(1e-4 * (Math.abs(gamma) + 1));
      }),
    );
  });

  it('is worth its intrinsic value once expired', () => {
    expect(black76Price(true, 26_000, 25_900, 0, 0.2, 0.06)).toBe(100);
    expect(black76(emptyOptionValue(), false, 26_000, 26_100, 0, 0.2, 0.06)).toEqual({
      price: 100,
      delta: -1,
      gamma: 0,
      theta: 0,
      vega: 0,
    });
  });
});

describe('impliedVolatility', () => {
  it('gives back the volatility a price was made with', () => {
    fc.assert(
      fc.property(option, fc.boolean(), ({ forward, moneyness, years, volatility, rate }, isCall) => {
        const strike = forward * Math.exp(moneyness);
        const price = black76Price(isCall, forward, strike, years, volatility, rate);
        const intrinsic = Math.exp(-rate * years) * Math.max(0, (isCall ? 1 : -1) * (forward - strike));
        fc.pre(price - intrinsic > forward * 1e-8);
        const { iv, reason } = impliedVolatility(isCall, price, forward, strike, years, rate);
        expect(reason).toBeNull();
        expect(black76Price(isCall, forward, strike, years, iv, rate)).toBeCloseTo(price, 6);
        expect(Math.abs(iv - volatility)).toBeLessThan(1e-4 * volatility + 1e-6);
      }),
      { numRuns: propertyRuns },
    );
  });

  it('always ends with a number or a reason', () => {
    const any = fc.double({ min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(fc.boolean(), any, any, any, any, (isCall, price, forward, strike, years) => {
        const { iv, reason } = impliedVolatility(isCall, price, forward, strike, years, 0.06);
        expect(Number.isNaN(iv)).toBe(reason !== null);
      }),
      { numRuns: propertyRuns },
    );
  });

  it('says why there is none', () => {
    const of = (price: number, years: number) => impliedVolatility(true, price, 26_000, 25_000, years, 0).reason;
    expect(of(1000, 0.1)).toBe('the price is at or below the intrinsic value');
    expect(of(1200, 0)).toBe('the contract has expired');
    expect(of(0, 0.1)).toBe('there is no price');
    expect(of(26_001, 0.1)).toBe('the price is above what any volatility gives');
    expect(impliedVolatility(true, 10, Number.NaN, 25_000, 0.1, 0).reason).toBe('there is no forward price');
  });
});

/** The same price by integrating the payoff over the normal density (Simpson). */
function integrated(call: boolean, forward: number, strike: number, years: number, vol: number, rate: number): number {
  const deviation = vol * Math.sqrt(years);
  const steps = 200_000;
  const [from, to] = [-10, 10];
  const width = (to - from) / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const z = from + i * width;
    const end = forward * Math.exp(deviation * z - 0.5 * deviation * deviation);
    const payoff = Math.max(0, call ? end - strike : strike - end);
    sum += payoff * Math.exp(-0.5 * z * z) * (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2);
  }
  return (Math.exp(-rate * years) * sum * width) / 3 / Math.sqrt(2 * Math.PI);
}
