import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../testing/property-runs.ts';
import { chainFigures } from './chain-figures.ts';
import type { FigureSide } from './chain-figures.ts';

const side = (fields: Partial<FigureSide>): FigureSide => ({
  price: Number.NaN,
  oi: Number.NaN,
  volume: Number.NaN,
  iv: Number.NaN,
  delta: Number.NaN,
  ...fields,
});

describe('chainFigures', () => {
  it('gives the straddle, its IV and the move of one deviation at the strike nearest to the forward', () => {
    const rows = [
      { strike: 2_445_000, call: side({ price: 30_000, iv: 0.5 }), put: side({ price: 10_000, iv: 0.5 }) },
      { strike: 2_450_000, call: side({ price: 20_000, iv: 0.1 }), put: side({ price: 15_000, iv: 0.12 }) },
    ];
    const figures = chainFigures(rows, 2_448_000, 0.25);
    expect(figures).toMatchObject({ atmStrike: 2_450_000, straddle: 35_000 });
    expect(figures.atmIv).toBeCloseTo(0.11, 12);
    expect(figures.expectedMove).toBeCloseTo(2_448_000 * 0.11 * 0.5, 6);
  });

  it('reads the skew between the neighbours of 25 delta', () => {
    const rows = [
      { strike: 90, call: null, put: side({ delta: -0.2, iv: 0.16 }) },
      { strike: 95, call: null, put: side({ delta: -0.3, iv: 0.14 }) },
      { strike: 105, call: side({ delta: 0.35, iv: 0.11 }), put: null },
      { strike: 110, call: side({ delta: 0.15, iv: 0.13 }), put: null },
    ];
    expect(chainFigures(rows, 100, 0.1).skew25).toBeCloseTo(0.15 - 0.12, 12);
    expect(chainFigures(rows.slice(0, 3), 100, 0.1).skew25).toBeNull();
  });

  it('divides put by call interest and volume as summed by hand, null when no call is open', () => {
    const interest = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 1_000_000 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(interest, interest, interest, interest), { maxLength: 30 }), (rows) => {
        const figures = chainFigures(
          rows.map(([callOi, callVolume, putOi, putVolume], place) => ({
            strike: place * 5000,
            call: side({ oi: callOi, volume: callVolume }),
            put: side({ oi: putOi, volume: putVolume }),
          })),
          Number.NaN,
          0.1,
        );
        const sum = (column: 0 | 1 | 2 | 3) => rows.reduce((all, row) => all + (row[column] || 0), 0);
        expect(figures.pcrOi).toBe(sum(0) === 0 ? null : sum(2) / sum(0));
        expect(figures.pcrVolume).toBe(sum(1) === 0 ? null : sum(3) / sum(1));
        expect(figures).toMatchObject({ atmStrike: null, straddle: null, atmIv: null, expectedMove: null });
      }),
      { numRuns: propertyRuns },
    );
  });
});
