import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payoffSchema } from '../../../contract/payoff.ts';
import type { PayoffArgs, PayoffLegAsked } from '../../../contract/payoff.ts';
import type { Instrument } from '../../../contract/market.ts';
import { propertyRuns } from '../../../testing/property-runs.ts';
import { TestQuotes } from '../../../testing/order-desk.ts';
import { CALL, NOW } from '../../../testing/risk-fixtures.ts';
import { black76Price } from '../domain/black76.ts';
import { chargesOf } from '../domain/charges.ts';
import { marginOf } from '../domain/margin.ts';
import { tradingEnds } from '../domain/trading-ends.ts';
import { InstrumentBook } from '../market-data/instrument-book.ts';
import { payoffOf } from './payoff-view.ts';
import type { PayoffParts } from './payoff-view.ts';

const SPOT = 2_600_000;
const RATE = 0.055;
const NEAR = '2026-12-01';
const FAR = '2026-12-29';
const IV = 0.13;
const FORWARD: Record<string, number> = { [NEAR]: 2_602_900, [FAR]: 2_613_000 };
const STRIKES = [25_600, 25_800, 26_000, 26_200, 26_400];
const YEAR_MS = 365 * 86_400_000;

const option = (kind: 'CE' | 'PE', strike: number, expiry = NEAR): Instrument => ({
  ...CALL,
  id: (expiry === NEAR ? 100_000 : 200_000) + strike + (kind === 'CE' ? 1 : 2),
  symbol: `NIFTY${expiry}${strike}${kind}`,
  name: `NIFTY ${strike} ${kind}`,
  kind,
  expiry,
  strike: strike * 100,
});
const index: Instrument = {
  ...CALL,
  id: 1,
  symbol: 'NIFTY 50',
  name: 'NIFTY 50',
  kind: 'INDEX',
  expiry: null,
  strike: null,
};
const future: Instrument = {
  ...CALL,
  id: 2,
  symbol: 'NIFTYDECFUT',
  name: 'NIFTY FUT Dec',
  kind: 'FUT',
  expiry: FAR,
  strike: null,
};
const share: Instrument = { ...index, id: 3, symbol: 'NIFTYBEES', name: 'NIFTYBEES', kind: 'EQ' };
const other: Instrument = { ...future, id: 4, symbol: 'BANKFUT', name: 'BANKNIFTY FUT Dec', underlying: 'BANKNIFTY' };
const options = [NEAR, FAR].flatMap((expiry) =>
  STRIKES.flatMap((strike) => [option('CE', strike, expiry), option('PE', strike, expiry)]),
);

const mids = new Map<number, number>();

/** A market whose every option trades at one volatility, to the paisa. */
function market() {
  const quotes = new TestQuotes();
  quotes.set(index.id, { ltp: SPOT });
  quotes.set(future.id, { ltp: 2_613_000, bid: 2_612_500, ask: 2_613_500 });
  for (const each of options) {
    const years = (tradingEnds(each) - NOW) / YEAR_MS;
    const mid = Math.round(black76Price(each.kind === 'CE', FORWARD[each.expiry!]!, each.strike!, years, IV, RATE));
    mids.set(each.id, mid);
    quotes.set(each.id, { ltp: mid, bid: mid - 5, ask: mid + 5 });
  }
  const instruments = new InstrumentBook();
  instruments.add([index, future, share, other, ...options]);
  const day = '2026-11-23';
  const portfolio: PayoffParts['portfolio'] = {
    chargesOf: ({ instrument: { exchange, kind }, side, quantity, price }) =>
      chargesOf({ exchange, kind, product: 'NRML', side, quantity, price, day }).total,
    marginOf: (held) =>
      marginOf(
        held.map(({ instrumentId, netQty }) => {
          return {
            instrument: instruments.get(instrumentId),
            netQty,
            product: 'NRML',
            ltp: quotes.get(instrumentId)!.ltp,
          };
        }),
        { NIFTY: SPOT },
        day,
      ).total,
  };
  const parts: PayoffParts = { now: NOW, quotes, instruments, portfolio, rate: () => RATE };
  return { quotes, parts };
}

const nothing = { spotShift: null, ivShift: 0, daysForward: 0 };
const leg = (instrument: Instrument, lots: number, price: number | null = null): PayoffLegAsked => ({
  instrumentId: instrument.id,
  lots,
  price,
});
const ask = (legs: PayoffLegAsked[], whatIf: PayoffArgs['whatIf'] = nothing, parts = market().parts) =>
  payoffSchema.parse(payoffOf({ legs, whatIf }, parts));
const CONDOR = [
  leg(option('CE', 26_400), 2),
  leg(option('CE', 26_200), -2),
  leg(option('PE', 25_800), -2),
  leg(option('PE', 25_600), 2),
];

describe('payoff of legs at the market', () => {
  it('prices each leg at its mid and finds the volatility it was made with', () => {
    const { legs, net, spot, spotFrom, atmIv, expiry } = ask(CONDOR);
    expect({ spot, spotFrom, expiry }).toEqual({ spot: SPOT, spotFrom: 'market', expiry: NEAR });
    expect(atmIv).toBeCloseTo(IV, 3);
    for (const each of legs) {
      expect(each.iv).toBeCloseTo(IV, 2);
      expect(each.price).toBe(mids.get(each.instrumentId));
      expect(each.quantity).toBe(each.lots * 65);
    }
    expect(net.delta).toBeCloseTo(
      legs.reduce((sum, { delta }) => sum + delta!, 0),
      9,
    );
    expect(net.theta).toBeGreaterThan(0);
    expect(net.vega).toBeLessThan(0);
  });

  it('bounds an iron condor by its wing less its credit, with margin, charges and chance', () => {
    const { figures, margin, charges, curves, legs } = ask(CONDOR);
    const credit = -legs.reduce((sum, { price, quantity }) => sum + price! * quantity, 0);
    expect(figures).toMatchObject({ maxProfit: credit, maxLoss: credit - 20_000 * 130, estimated: false });
    expect(figures!.breakEvens).toEqual([2_580_000 - credit / 130, 2_620_000 + credit / 130].map(Math.round));
    expect(figures!.rewardToRisk).toBeCloseTo(credit / (20_000 * 130 - credit), 9);
    expect(figures!.chance).toBeGreaterThan(0.3);
    expect(figures!.chance).toBeLessThan(0.8);
    expect(margin).toBe(20_000 * 130 - credit);
    expect(charges).toBeGreaterThan(8000);
    expect(Math.min(...curves.expiry!)).toBe(credit - 20_000 * 130);
    expect(Math.max(...curves.expiry!)).toBe(credit);
  });

  it('entered at the market it is worth nothing now, whatever is rounded', () => {
    const { now, marked } = ask(CONDOR);
    expect(Math.abs(now!)).toBeLessThan(130);
    expect(marked).toEqual({ spot: SPOT, ts: NOW, value: now });
  });

  it('a supposition of nothing is now, for any legs', () => {
    const any = fc.record({
      place: fc.nat(options.length - 1),
      lots: fc.integer({ min: -4, max: 4 }).filter((lots) => lots !== 0),
    });
    const { parts } = market();
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 5 }), (chosen) => {
        const legs = chosen.map(({ place, lots }) => leg(options[place]!, lots));
        const { curves, now, marked } = ask(legs, nothing, parts);
        expect(curves.whatIf).toEqual(curves.now);
        expect(marked.value).toBe(now);
      }),
      { numRuns: Math.min(propertyRuns, 60) },
    );
  });

  it('marks the supposed point, and no day goes past the first expiry', () => {
    const ends = tradingEnds(option('CE', 26_400));
    const { marked, curves } = ask(CONDOR, { spotShift: 12_300, ivShift: -1, daysForward: 400 });
    expect(marked).toMatchObject({ spot: SPOT + 12_300, ts: ends });
    expect(curves.whatIf).toEqual(curves.expiry);
    const calm = ask(CONDOR, { spotShift: null, ivShift: -2, daysForward: 2 });
    expect(calm.marked.value).toBeGreaterThan(calm.now!);
  });

  it('takes an entered price for the result and the market for the volatility', () => {
    const { legs, figures } = ask([leg(option('CE', 26_000), 1, 10_000)]);
    expect(legs[0]).toMatchObject({ price: 10_000 });
    expect(legs[0]!.iv).toBeCloseTo(IV, 2);
    expect(figures).toMatchObject({ maxProfit: null, maxLoss: -650_000, breakEvens: [2_610_000], rewardToRisk: null });
  });

  it('a future pulls to the spot, and a calendar is an estimate at its first expiry', () => {
    const pair = ask([leg(future, 1), leg(option('PE', 26_000, FAR), 1)]);
    expect(pair.expiry).toBe(FAR);
    expect(pair.figures).toMatchObject({ maxProfit: null, estimated: false });
    expect(pair.legs[0]).toMatchObject({ iv: null, ivReason: null, delta: 65, gamma: 0 });
    const calendar = ask([leg(option('CE', 26_000), -1), leg(option('CE', 26_000, FAR), 1)]);
    expect(calendar.figures).toMatchObject({ estimated: true });
    expect(calendar.figures!.breakEvens).toHaveLength(2);
    expect(calendar.expiry).toBe(NEAR);
  });
});

describe('what is not known', () => {
  it('a volatility is said to be missing, and only what needs it', () => {
    const { quotes, parts } = market();
    const deep = option('CE', 25_600);
    quotes.set(deep.id, { ltp: 30_000, bid: 29_995, ask: 30_005 });
    const { legs, net, figures, curves, now, marked, problems } = ask([leg(deep, 1)], nothing, parts);
    expect(legs[0]).toMatchObject({ iv: null, ivReason: 'the price is at or below the intrinsic value', delta: null });
    expect(net.delta).toBeNull();
    expect({ now, marked: marked.value, curve: curves.now }).toEqual({ now: null, marked: null, curve: null });
    expect(figures).toMatchObject({ maxLoss: -30_000 * 65 });
    expect(problems).toEqual([
      'The volatility of NIFTY 25600 CE is not known, since the price is at or below the intrinsic value: now and what-if are not drawn.',
    ]);
  });

  it('without the volatility of a leg that outlives the first expiry nothing is drawn', () => {
    const { quotes, parts } = market();
    const far = option('CE', 25_600, FAR);
    quotes.set(far.id, { ltp: 30_000, bid: 29_995, ask: 30_005 });
    const { figures, curves, problems } = ask([leg(option('CE', 26_000), -1), leg(far, 1)], nothing, parts);
    expect(figures).toBeNull();
    expect(problems[0]).toMatch(/outlives the first expiry, so no result is drawn/);
    expect(curves).toMatchObject({ expiry: null, now: null });
  });

  it('a leg without a price has none, until one is typed', () => {
    const { parts } = market();
    const dark = { ...option('CE', 27_000), id: 9 };
    parts.instruments.add([dark]);
    const missing = ask([leg(dark, 1)], nothing, parts);
    expect(missing).toMatchObject({ figures: null, margin: null, charges: null, now: null });
    expect(missing.problems[0]).toContain('NIFTY 27000 CE has no price in this market');
    const typed = ask([leg(dark, 1, 500)], nothing, parts);
    expect(typed.figures).toMatchObject({ maxLoss: -500 * 65 });
    expect(typed.curves.now).toBeNull();
  });

  it('the forward of the first expiry stands in for a spot that has no price, and says so', () => {
    const { quotes, parts } = market();
    quotes.set(index.id, { ltp: 0 });
    expect(ask(CONDOR, nothing, parts)).toMatchObject({
      spotFrom: 'forward',
      spot: expect.closeTo(FORWARD[NEAR]!, -2),
    });
  });

  it('refuses what makes no payoff, with the way out', () => {
    const refusals: [PayoffLegAsked[], RegExp][] = [
      [[leg(index, 1)], /NIFTY 50 is an index.*Take it out/],
      [[leg(future, 1), leg(other, 1)], /BANKNIFTY FUT Dec is not on NIFTY/],
      [[leg(share, 1)], /Shares alone never expire/],
    ];
    for (const [legs, sentence] of refusals) expect(() => ask(legs)).toThrow(sentence);
    const { parts } = market();
    expect(() => ask(CONDOR, nothing, { ...parts, now: tradingEnds(option('CE', 26_400)) })).toThrow(/has expired/);
    const { quotes } = parts;
    for (const each of [index, ...options]) (quotes as TestQuotes).set(each.id, { ltp: 0, bid: 0, ask: 0 });
    expect(() => ask(CONDOR, nothing, parts)).toThrow(/no price in this market yet/);
  });
});
