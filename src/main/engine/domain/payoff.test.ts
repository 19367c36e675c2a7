import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../testing/property-runs.ts';
import { lognormalChance } from './payoff-chance.ts';
import { forwardAt, greeksOf, resultAt, worthOf } from './payoff.ts';
import type { PayoffLeg, PayoffMoment } from './payoff.ts';
import { payoffProfile, profitIntervals } from './payoff-profile.ts';
import { payoffRange } from './payoff-range.ts';

const NOW = Date.parse('2026-11-20T11:00:00+05:30');
const DAY_MS = 86_400_000;
const NEAR = NOW + 4 * DAY_MS;
const FAR = NOW + 32 * DAY_MS;
const SPOT = 2_600_000;
const RATE = 0.055;
const UNITS = 65;

const leg = (kind: PayoffLeg['kind'], strike: number, lots: number, price: number, more: Partial<PayoffLeg> = {}) => ({
  kind,
  strike,
  units: lots * UNITS,
  price,
  expiresAt: NEAR,
  iv: 0.13,
  carry: 0.0006,
  ...more,
});
const atNow: PayoffMoment = { now: NOW, at: NOW, ivShift: 0, rate: RATE };
const atExpiry: PayoffMoment = { ...atNow, at: NEAR };
const profileOf = (legs: readonly PayoffLeg[]) => payoffProfile(legs, NOW, RATE, SPOT);

const CONDOR = [
  leg('CE', 2_640_000, 2, 2970),
  leg('CE', 2_620_000, -2, 7655),
  leg('PE', 2_580_000, -2, 6135),
  leg('PE', 2_560_000, 2, 2670),
];

const run = { numRuns: propertyRuns };
const strike = fc.integer({ min: 480, max: 560 }).map((step) => step * 5000);
const premium = fc.integer({ min: 5, max: 60_000 });
const spot = fc.integer({ min: 1, max: 6_000_000 });
const option = fc
  .record({
    kind: fc.constantFrom('CE' as const, 'PE' as const),
    strike,
    lots: fc.integer({ min: -5, max: 5 }).filter((lots) => lots !== 0),
    price: premium,
    iv: fc.double({ min: 0.05, max: 0.9, noNaN: true }),
    carry: fc.double({ min: -0.01, max: 0.01, noNaN: true }),
  })
  .map(({ kind, strike: at, lots, price, iv, carry }) => leg(kind, at, lots, price, { iv, carry }));
const options = fc.array(option, { minLength: 1, maxLength: 6 });

describe('payoff at expiry, by hand', () => {
  it('an iron condor of the mock: credit, wing less credit, and both break-evens', () => {
    // 76.55 + 61.35 − 29.70 − 26.70 = 81.50 taken in on 130 units; the wings are 200 wide.
    const profile = profileOf(CONDOR);
    expect(profile).toEqual({
      maxProfit: 8150 * 130,
      maxLoss: -(20_000 - 8150) * 130,
      roots: [2_580_000 - 8150, 2_620_000 + 8150],
      curved: false,
    });
  });

  it('what nothing bounds is null: a bought call wins without end, a sold one loses without end', () => {
    const bought = profileOf([leg('CE', SPOT, 1, 15_000)]);
    expect(bought).toMatchObject({ maxProfit: null, maxLoss: -15_000 * UNITS, roots: [SPOT + 15_000] });
    const sold = profileOf([leg('CE', SPOT, -1, 15_000)]);
    expect(sold).toMatchObject({ maxProfit: 15_000 * UNITS, maxLoss: null, roots: [SPOT + 15_000] });
  });

  it('a put ends at a spot of nothing', () => {
    expect(profileOf([leg('PE', SPOT, -1, 12_000)])).toMatchObject({
      maxProfit: 12_000 * UNITS,
      maxLoss: -(SPOT - 12_000) * UNITS,
      roots: [SPOT - 12_000],
    });
  });

  it('a future turns at its price, and a covered one is bounded above', () => {
    const future = leg('LINEAR', 0, 1, 2_601_500);
    expect(profileOf([future])).toMatchObject({ maxProfit: null, roots: [2_601_500] });
    const covered = profileOf([future, leg('CE', 2_620_000, -1, 7655)]);
    expect(covered).toMatchObject({ maxProfit: (18_500 + 7655) * UNITS, roots: [2_601_500 - 7655] });
  });

  it('a butterfly that costs nothing turns at the edges of its wings only', () => {
    const free = [leg('CE', 2_580_000, 1, 0), leg('CE', 2_600_000, -2, 0), leg('CE', 2_620_000, 1, 0)];
    expect(profileOf(free)).toMatchObject({ maxProfit: 20_000 * UNITS, maxLoss: 0, roots: [2_580_000, 2_620_000] });
  });
});

describe('payoff at expiry, for any legs', () => {
  it('is whole paise, and a straight line between strikes', () => {
    fc.assert(
      fc.property(options, spot, (legs, where) => {
        expect(Number.isSafeInteger(resultAt(legs, where, atExpiry))).toBe(true);
        const kinks = legs.map((each) => each.strike);
        const free = [-1, 0, 1].map((step) => where + step);
        fc.pre(!kinks.some((kink) => kink === where));
        const [before, middle, after] = free.map((at) => resultAt(legs, at, atExpiry)) as [number, number, number];
        expect(after - middle).toBe(middle - before);
      }),
      run,
    );
  });

  it('call less put is the forward bought at the strike: parity of payoffs', () => {
    fc.assert(
      fc.property(strike, premium, premium, spot, (at, call, put, where) => {
        const synthetic = [leg('CE', at, 1, call), leg('PE', at, -1, put)];
        const forward = [leg('LINEAR', 0, 1, at + call - put)];
        expect(resultAt(synthetic, where, atExpiry)).toBe(resultAt(forward, where, atExpiry));
      }),
      run,
    );
  });

  it('a leg and its opposite cancel at every moment', () => {
    fc.assert(
      fc.property(option, spot, fc.integer({ min: 0, max: 4 }), (each, where, days) => {
        const both = [each, { ...each, units: -each.units }];
        expect(Math.abs(resultAt(both, where, { ...atNow, at: NOW + days * DAY_MS }))).toBe(0);
        expect(profileOf(both)).toMatchObject({ roots: [] });
      }),
      run,
    );
  });

  it('an iron condor never loses more than its wider wing less the credit', () => {
    const steps = fc.uniqueArray(fc.integer({ min: 480, max: 560 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(steps, fc.array(premium, { minLength: 4, maxLength: 4 }), spot, (chosen, prices, where) => {
        const [a, b, c, d] = chosen.toSorted((x, y) => x - y).map((step) => step * 5000) as [
          number,
          number,
          number,
          number,
        ];
        const [pa, pb, pc, pd] = prices as [number, number, number, number];
        const condor = [leg('PE', a, 1, pa), leg('PE', b, -1, pb), leg('CE', c, -1, pc), leg('CE', d, 1, pd)];
        const credit = pb + pc - pa - pd;
        const bound = -(Math.max(b - a, d - c) - credit) * UNITS;
        expect(profileOf(condor).maxLoss).toBe(bound);
        expect(resultAt(condor, where, atExpiry)).toBeGreaterThanOrEqual(bound);
      }),
      run,
    );
  });

  it('its extremes hold everywhere, and its sign changes at its break-evens alone', () => {
    fc.assert(
      fc.property(options, spot, (legs, where) => {
        const { maxProfit, maxLoss, roots } = profileOf(legs);
        const result = resultAt(legs, where, atExpiry);
        expect(result).toBeLessThanOrEqual(maxProfit ?? Infinity);
        expect(result).toBeGreaterThanOrEqual(maxLoss ?? -Infinity);
        for (const root of roots) expect(Math.abs(resultAt(legs, root, atExpiry))).toBeLessThan(1);
        const intervals = profitIntervals({ maxProfit, maxLoss, roots, curved: false }, (at) =>
          resultAt(legs, at, atExpiry),
        );
        fc.pre(roots.every((root) => Math.abs(root - where) > 1));
        expect(intervals.some(([from, to]) => from < where && where < to)).toBe(result > 0);
      }),
      run,
    );
  });
});

describe('payoff before expiry', () => {
  it('the forward meets the spot at expiry, so that nothing is left of a carry', () => {
    const one = leg('CE', SPOT, 1, 0, { carry: 0.01 });
    expect(forwardAt(one, SPOT, atNow)).toBeCloseTo(SPOT * 1.01, 6);
    expect(forwardAt(one, SPOT, { ...atNow, at: NOW + 2 * DAY_MS })).toBeCloseTo(SPOT * 1.005, 6);
    expect(forwardAt(one, SPOT, atExpiry)).toBe(SPOT);
    expect(worthOf(one, SPOT + 700, atExpiry)).toBe(700);
  });

  it('comes to the payoff at expiry as the time runs out', () => {
    fc.assert(
      fc.property(options, spot, (legs, where) => {
        const nearly = resultAt(legs, where, { ...atNow, at: NEAR - 1 });
        const perUnit = (nearly - resultAt(legs, where, atExpiry)) / (UNITS * 30);
        expect(Math.abs(perUnit)).toBeLessThan(60);
      }),
      run,
    );
  });

  it('greeks are the slopes of the result', () => {
    const up = 50;
    for (const each of [leg('CE', 2_620_000, -2, 7655, { carry: 0 }), leg('PE', 2_580_000, 3, 6135, { carry: 0 })]) {
      const greeks = greeksOf(each, SPOT, atNow)!;
      const at = (where: number, moment: PayoffMoment = atNow) => resultAt([each], where, moment);
      expect(greeks.delta).toBeCloseTo((at(SPOT + up) - at(SPOT - up)) / (2 * up), 3);
      expect(greeks.gamma).toBeCloseTo(((at(SPOT + 5000) - 2 * at(SPOT) + at(SPOT - 5000)) / 5000 ** 2) * 100, 3);
      expect(greeks.vega / (at(SPOT, { ...atNow, ivShift: 0.5 }) - at(SPOT, { ...atNow, ivShift: -0.5 }))).toBeCloseTo(
        1,
        3,
      );
      expect(greeks.theta / ((at(SPOT, { ...atNow, at: NOW + 60_000 }) - at(SPOT)) * 1440)).toBeCloseTo(1, 2);
    }
  });

  it('a volatility that is not known is said, and never guessed', () => {
    const dark = leg('CE', SPOT, 1, 15_000, { iv: Number.NaN });
    expect(greeksOf(dark, SPOT, atNow)).toBeNull();
    expect(resultAt([dark], SPOT, atNow)).toBeNaN();
    expect(profileOf([dark]).maxLoss).toBe(-15_000 * UNITS);
  });
});

describe('a calendar', () => {
  const worth = (expiresAt: number, carry: number) =>
    Math.round(worthOf(leg('CE', SPOT, 1, 0, { expiresAt, carry }), SPOT, atNow));
  const near = leg('CE', SPOT, -1, worth(NEAR, 0.0006));
  const far = leg('CE', SPOT, 1, worth(FAR, 0.0049), { expiresAt: FAR, carry: 0.0049 });

  it('is valued at its first expiry: most at the strike, and no more lost than was paid', () => {
    const { maxProfit, maxLoss, roots, curved } = profileOf([near, far]);
    const debit = (far.price - near.price) * UNITS;
    expect(curved).toBe(true);
    expect(roots).toHaveLength(2);
    expect(roots[0]).toBeLessThan(SPOT);
    expect(roots[1]).toBeGreaterThan(SPOT);
    for (const root of roots) expect(Math.abs(resultAt([near, far], root, atExpiry))).toBeLessThan(1);
    expect(maxProfit).toBeGreaterThanOrEqual(resultAt([near, far], SPOT, atExpiry));
    // Far from the strike both calls are alike; only the carry's difference from the rate is left.
    expect(maxLoss! / -debit).toBeGreaterThan(0.8);
    expect(maxLoss! / -debit).toBeLessThan(1.01);
  });

  it('without the volatility of the leg that stays there is no result at the first expiry', () => {
    expect(resultAt([near, { ...far, iv: Number.NaN }], SPOT, atExpiry)).toBeNaN();
  });
});

describe('chance of profit', () => {
  it('a forward at the money ends above its median half of the time', () => {
    const deviation = 0.02;
    const median = SPOT * Math.exp(-(deviation ** 2) / 2);
    expect(lognormalChance([[median, Infinity]], SPOT, deviation)).toBeCloseTo(0.5, 12);
    const [low, high] = [median * Math.exp(-deviation), median * Math.exp(deviation)];
    expect(lognormalChance([[low, high]], SPOT, deviation)).toBeCloseTo(0.682689492137, 9);
  });

  it('lies between 0 and 1, and profit and loss share the whole', () => {
    const deviations = fc.double({ min: 0.0005, max: 2, noNaN: true });
    fc.assert(
      fc.property(options, deviations, (legs, deviation) => {
        const result = (at: number) => resultAt(legs, at, atExpiry);
        const profile = profileOf(legs);
        const won = lognormalChance(profitIntervals(profile, result), SPOT, deviation);
        const lost = lognormalChance(
          profitIntervals(profile, (at) => -result(at)),
          SPOT,
          deviation,
        );
        expect(won).toBeGreaterThanOrEqual(0);
        expect(won + lost).toBeLessThanOrEqual(1 + 1e-9);
        expect(won + lost).toBeGreaterThanOrEqual(legs.length === 1 ? 1 - 1e-9 : 0);
      }),
      run,
    );
  });
});

describe('range of the chart', () => {
  it('holds the spot, every strike and break-even near it, ascending and whole', () => {
    fc.assert(
      fc.property(options, fc.double({ min: 0, max: 0.1, noNaN: true }), (legs, deviation) => {
        const { roots } = profileOf(legs);
        const spots = payoffRange(legs, { spot: SPOT, deviation: SPOT * deviation, roots });
        const [from, to] = [spots[0]!, spots.at(-1)!];
        expect(spots.every((at, place) => Number.isSafeInteger(at) && (place === 0 || at > spots[place - 1]!))).toBe(
          true,
        );
        expect(from).toBeGreaterThanOrEqual(0);
        expect(from).toBeLessThan(SPOT);
        expect(to).toBeGreaterThan(SPOT);
        for (const each of legs) expect(spots).toContain(each.strike);
        for (const root of roots.filter((at) => Math.abs(at - SPOT) < SPOT * 0.3)) {
          expect(root).toBeGreaterThan(from);
          expect(root).toBeLessThan(to);
        }
      }),
      run,
    );
  });
});
