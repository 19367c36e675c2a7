import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priceText, roundDown, roundUp, rupees } from './money.ts';
import { propertyRuns } from '../../../testing/property-runs.ts';

describe('money in words', () => {
  it('groups lakhs and crores as en-IN does', () => {
    const reference = new Intl.NumberFormat('en-IN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 45), max: 2 ** 45 }), (paise) => {
        fc.pre(paise !== 0);
        expect(priceText(paise)).toBe(reference.format(paise / 100));
      }),
      { numRuns: propertyRuns },
    );
  });

  it('writes rupees with a true minus', () => {
    expect([0, 5, 1_23_456_70, -1_00_00_000_00].map(rupees)).toEqual([
      '₹0.00',
      '₹0.05',
      '₹1,23,456.70',
      '−₹1,00,00,000.00',
    ]);
  });

  it('rounds to the tick below and above', () => {
    expect([roundDown(164_33, 5), roundUp(164_33, 5), roundDown(164_35, 5), roundUp(164_35, 5)]).toEqual([
      164_30, 164_35, 164_35, 164_35,
    ]);
  });
});
