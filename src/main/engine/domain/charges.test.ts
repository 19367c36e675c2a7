import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokerageOf, chargesOf } from './charges.ts';
import type { ChargedFill } from './charges.ts';

const OPTION_BUY: ChargedFill = {
  exchange: 'NFO',
  kind: 'CE',
  product: 'NRML',
  side: 'BUY',
  quantity: 65,
  price: 16_430,
  day: '2026-11-23',
};

describe('charges of a fill, worked by hand', () => {
  it('option buy of 65 at 164.30: turnover 10,679.50', () => {
    expect(chargesOf(OPTION_BUY)).toEqual({
      brokerage: 2000,
      stt: 0,
      exchange: 374,
      ipft: 5,
      sebi: 1,
      stamp: 32,
      gst: 428,
      total: 2840,
    });
  });

  it('option sell pays 0.15 % transaction tax and no stamp duty', () => {
    const charges = chargesOf({ ...OPTION_BUY, side: 'SELL' });
    expect(charges).toMatchObject({ stt: 1602, stamp: 0, total: 4410 });
  });

  it('option sell on the last day of the old rates pays 0.1 %, the next day 0.15 %', () => {
    expect(chargesOf({ ...OPTION_BUY, side: 'SELL', day: '2026-03-31' })).toMatchObject({ stt: 1068, total: 3876 });
    expect(chargesOf({ ...OPTION_BUY, side: 'SELL', day: '2026-04-01' })).toMatchObject({ stt: 1602, total: 4410 });
  });

  it('future sell of 65 at 26,000.00: brokerage at its cap, tax 0.05 %, before 0.02 %', () => {
    const sell: ChargedFill = { ...OPTION_BUY, kind: 'FUT', side: 'SELL', price: 2_600_000 };
    expect(chargesOf(sell)).toEqual({
      brokerage: 2000,
      stt: 84_500,
      exchange: 2924,
      ipft: 169,
      sebi: 169,
      stamp: 0,
      gst: 917,
      total: 90_679,
    });
    expect(chargesOf({ ...sell, day: '2026-03-31' }).stt).toBe(33_800);
  });

  it('equity: delivery is free of brokerage and taxed on both sides, intraday on the sale', () => {
    const equity: ChargedFill = { ...OPTION_BUY, exchange: 'NSE', kind: 'EQ', quantity: 10, price: 250_000 };
    expect(chargesOf({ ...equity, product: 'CNC' })).toEqual({
      brokerage: 0,
      stt: 2500,
      exchange: 74,
      ipft: 3,
      sebi: 3,
      stamp: 375,
      gst: 14,
      total: 2969,
    });
    expect(chargesOf({ ...equity, product: 'MIS', side: 'SELL' })).toMatchObject({
      brokerage: 750,
      stt: 625,
      total: 1604,
    });
  });
});

describe('charges of a settlement at expiry, worked by hand', () => {
  const NOTHING = { brokerage: 0, stt: 0, exchange: 0, ipft: 0, sebi: 0, stamp: 0, gst: 0, total: 0 };
  const EXERCISED: ChargedFill = { ...OPTION_BUY, side: 'SELL', price: 1235, settled: true };

  it('a holder of 65 exercised at 12.35 pays 0.15 % of 802.75, before 2026-04-01 0.125 %, and nothing else', () => {
    expect(chargesOf(EXERCISED)).toEqual({ ...NOTHING, stt: 120, total: 120 });
    expect(chargesOf({ ...EXERCISED, day: '2026-03-31' })).toEqual({ ...NOTHING, stt: 100, total: 100 });
  });

  it('a worthless option, the writer of one and both sides of a future pay nothing', () => {
    expect(chargesOf({ ...EXERCISED, price: 0 })).toEqual(NOTHING);
    expect(chargesOf({ ...EXERCISED, side: 'BUY' })).toEqual(NOTHING);
    for (const side of ['BUY', 'SELL'] as const) {
      expect(chargesOf({ ...EXERCISED, kind: 'FUT', price: 2_600_000, side })).toEqual(NOTHING);
    }
  });
});

describe('brokerage is of an executed order', () => {
  it('the fills of one option order pay 20 rupees together', () => {
    const first = chargesOf(OPTION_BUY);
    const second = chargesOf({ ...OPTION_BUY, orderTurnoverBefore: 65 * 16_430 });
    expect([first.brokerage, second.brokerage]).toEqual([2000, 0]);
  });

  it('however a future order is filled, its brokerage is that of one fill', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900_000_000 }), { minLength: 1, maxLength: 8 }), (turnovers) => {
        const order = { kind: 'FUT', product: 'NRML', day: '2026-11-23' } as const;
        let before = 0;
        let charged = 0;
        for (const turnover of turnovers) {
          charged += brokerageOf(order, before, turnover);
          before += turnover;
        }
        expect(charged).toBe(brokerageOf(order, 0, before));
        expect(charged).toBeLessThanOrEqual(2000);
      }),
    );
  });

  it('every item is a whole number of paise, none is negative, and they add up', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('CE', 'PE', 'FUT', 'EQ'),
        fc.constantFrom('BUY', 'SELL'),
        fc.constantFrom('NRML', 'MIS', 'CNC'),
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 30_000_000 }),
        fc.nat(1_000_000_000),
        (kind, side, product, quantity, price, orderTurnoverBefore) => {
          const { total, ...items } = chargesOf({
            ...OPTION_BUY,
            kind,
            side,
            product,
            quantity,
            price,
            orderTurnoverBefore,
          });
          const values = Object.values(items);
          expect(values.every((item) => Number.isSafeInteger(item) && item >= 0)).toBe(true);
          expect(values.reduce((sum, item) => sum + item, 0)).toBe(total);
        },
      ),
    );
  });
});
