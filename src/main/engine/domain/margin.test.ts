import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instrument } from '../../../contract/market.ts';
import { black76Price } from './black76.ts';
import { marginOf } from './margin.ts';
import type { MarginPosition } from './margin.ts';

const DAY = '2026-11-23';
const EXPIRY = '2026-12-01';
const FORWARD = 2_600_000;
const MARKET = { NIFTY: FORWARD };
const LOT = 65;

let nextId = 1;
function contract(kind: Instrument['kind'], strikeRupees: number | null, expiry: string | null = EXPIRY): Instrument {
  return {
    id: nextId++,
    exchange: kind === 'EQ' ? 'NSE' : 'NFO',
    symbol: `NIFTY${strikeRupees}${kind}`,
    name: `NIFTY ${strikeRupees} ${kind}`,
    underlying: 'NIFTY',
    kind,
    expiry,
    strike: strikeRupees === null ? null : strikeRupees * 100,
    lotSize: LOT,
    tickSize: 5,
    freezeQty: 1800,
  };
}

/** A position marked at its Black-76 value, or at `ltp`. */
function held(instrument: Instrument, netQty: number, ltp?: number, volatility = 0.12): MarginPosition {
  const years = (Date.parse(instrument.expiry ?? EXPIRY) - Date.parse(DAY)) / 86_400_000 / 365;
  const fair =
    instrument.kind === 'FUT'
      ? FORWARD
      : black76Price(instrument.kind === 'CE', FORWARD, instrument.strike!, Math.max(years, 0.25 / 365), volatility, 0);
  return { instrument, netQty, product: 'NRML', ltp: ltp ?? Math.round(fair) };
}

const total = (positions: MarginPosition[], day = DAY) => marginOf(positions, MARKET, day).total;

describe('margin estimate, worked by hand', () => {
  it('long options take their premium', () => {
    expect(total([held(contract('CE', 26_000), LOT, 18_000), held(contract('PE', 25_800), LOT, 9000)])).toBe(
      LOT * 27_000,
    );
  });

  it('a naked short call: the loss at +9.3 %, and 2 % exposure of the notional', () => {
    // At 28,418 the 26,000 call is worth its 2,418 intrinsic: 2,418 − 180 lost, on 65, and 2 % of 16,90,000.
    const byHand = LOT * (241_800 - 18_000) + 0.02 * LOT * FORWARD;
    expect(total([held(contract('CE', 26_000), -LOT, 18_000)])).toBeCloseTo(byHand, -4);
  });

  it('on expiry day a short index option pays 2 % more', () => {
    const short = held(contract('CE', 26_000, DAY), -LOT, 6000);
    const before = held(contract('CE', 26_000, EXPIRY), -LOT, 6000);
    expect(total([short]) - total([before])).toBeGreaterThan(0.018 * LOT * FORWARD);
  });

  it('a debit spread takes its premium', () => {
    const spread = [held(contract('CE', 26_000), LOT, 18_000), held(contract('CE', 26_200), -LOT, 10_000)];
    expect(total(spread)).toBe(LOT * 8000);
  });

  it('a credit spread takes its width less the credit', () => {
    const spread = [held(contract('CE', 26_000), -LOT, 18_000), held(contract('CE', 26_200), LOT, 10_000)];
    expect(total(spread)).toBe(LOT * (20_000 - 8000));
  });

  it('an iron condor takes the width of one side less both credits', () => {
    const condor = [
      held(contract('CE', 26_200), -LOT, 10_000),
      held(contract('CE', 26_400), LOT, 5000),
      held(contract('PE', 25_800), -LOT, 9500),
      held(contract('PE', 25_600), LOT, 5500),
    ];
    expect(total(condor)).toBe(LOT * (20_000 - 5000 - 4000));
  });

  it('a future with a protective put takes at most the fall to the strike and the premium', () => {
    const future = held(contract('FUT', null), LOT, FORWARD);
    const put = held(contract('PE', 25_800), LOT, 9500);
    expect(total([future, put])).toBe(LOT * (20_000 + 9500));
    expect(total([future])).toBeCloseTo(LOT * (0.093 + 0.02) * FORWARD, -4);
  });

  it('a put that ends before the future covers nothing for good', () => {
    const future = held(contract('FUT', null, '2026-12-29'), LOT, FORWARD);
    const put = held(contract('PE', 25_800), LOT, 9500);
    expect(total([future, put])).toBeGreaterThan(LOT * (20_000 + 9500));
    expect(total([future, put])).toBeLessThan(total([future]) + LOT * 9500);
  });

  it('equity takes 20 % intraday and the whole value for delivery', () => {
    const share = { ...contract('EQ', null, null), underlying: 'RELIANCE' };
    const at = (product: 'MIS' | 'CNC') =>
      marginOf([{ instrument: share, netQty: 10, product, ltp: 250_000 }], {}, DAY);
    expect(at('MIS')).toEqual({ total: 500_000, byUnderlying: { RELIANCE: 500_000 }, assumed: [] });
    expect(at('CNC').total).toBe(2_500_000);
  });

  it('without a forward a short is taken to be at the money, and says so', () => {
    const short = held(contract('CE', 26_000), -LOT, 18_000);
    expect(marginOf([short], {}, DAY)).toMatchObject({ total: total([short]), assumed: ['NIFTY'] });
    expect(marginOf([short], MARKET, DAY).assumed).toEqual([]);
  });

  it('products of one contract net out, and an empty book needs nothing', () => {
    const call = contract('CE', 26_000);
    expect(total([held(call, LOT), { ...held(call, -LOT), product: 'MIS' }])).toBe(0);
    expect(total([])).toBe(0);
  });
});

describe('margin estimate, for any book', () => {
  const strike = fc.integer({ min: 480, max: 560 }).map((step) => step * 50);
  const leg = fc.record({
    kind: fc.constantFrom('CE' as const, 'PE' as const),
    strike,
    lots: fc.integer({ min: -5, max: 5 }).filter((lots) => lots !== 0),
    volatility: fc.double({ min: 0.08, max: 0.3, noNaN: true }),
  });
  const toPosition = (one: { kind: 'CE' | 'PE'; strike: number; lots: number; volatility: number }) =>
    held(contract(one.kind, one.strike), one.lots * LOT, undefined, one.volatility);

  it('is a whole number of paise, never negative, never below the net premium', () => {
    fc.assert(
      fc.property(fc.array(leg, { maxLength: 6 }), (legs) => {
        const positions = legs.map(toPosition);
        const margin = total(positions);
        const premium = positions.reduce((sum, { netQty, ltp }) => sum + netQty * ltp, 0);
        expect(Number.isSafeInteger(margin)).toBe(true);
        expect(margin).toBeGreaterThanOrEqual(Math.max(0, premium));
      }),
    );
  });

  it('a hedged vertical never takes more than its width, a debit spread never more than its premium', () => {
    fc.assert(
      fc.property(fc.constantFrom('CE' as const, 'PE' as const), strike, strike, fc.nat(20), (kind, a, b, lots) => {
        fc.pre(a !== b);
        const quantity = (lots + 1) * LOT;
        const bought = held(contract(kind, a), quantity);
        const sold = held(contract(kind, b), -quantity);
        const margin = total([bought, sold]);
        const debit = quantity * (bought.ltp - sold.ltp);
        expect(margin).toBeLessThanOrEqual(quantity * Math.abs(a - b) * 100);
        expect(margin).toBeLessThanOrEqual(debit > 0 ? debit : Infinity);
      }),
    );
  });

  it('a bought option of the same expiry never raises the margin by more than its premium', () => {
    fc.assert(
      fc.property(fc.array(leg, { minLength: 1, maxLength: 4 }), leg, (legs, hedge) => {
        const positions = legs.map(toPosition);
        const bought = held(contract(hedge.kind, hedge.strike), Math.abs(hedge.lots) * LOT);
        expect(total([...positions, bought])).toBeLessThanOrEqual(total(positions) + bought.netQty * bought.ltp + 1);
      }),
    );
  });

  it('twice the book takes twice the margin', () => {
    fc.assert(
      fc.property(fc.array(leg, { minLength: 1, maxLength: 5 }), (legs) => {
        const positions = legs.map(toPosition);
        const doubled = positions.map((position) => ({ ...position, netQty: position.netQty * 2 }));
        expect(Math.abs(total(doubled) - 2 * total(positions))).toBeLessThanOrEqual(2);
      }),
    );
  });
});
