import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMIT_KEYS } from '../../../contract/risk.ts';
import type { Limits } from '../../../contract/risk.ts';
import { CALL, LIMITS, LOCK, NOW, ORDER, QUOTE, SNAPSHOT } from '../../../testing/risk-fixtures.ts';
import { NO_LIMITS } from '../domain/limits.ts';
import type { RiskOrder, RiskSnapshot } from './decision.ts';
import { decide, RISK_RULES } from './rms.ts';
import { propertyRuns } from '../../../testing/property-runs.ts';

interface Case {
  order?: Partial<RiskOrder>;
  snapshot?: Partial<RiskSnapshot>;
  limits?: Partial<Limits>;
}

function decided({ order, snapshot, limits }: Case) {
  return decide({ ...ORDER, ...order }, { ...SNAPSHOT, ...snapshot }, { ...LIMITS, ...limits });
}

const denial = (asked: Case) => decided(asked).denial;
const EXIT = { side: 'SELL', price: 16_420, reduces: true } as const;

describe('an entry', () => {
  it('passes every rule, each with its value and limit', () => {
    const { passed, denial, ...decision } = decided({});
    const checks = decision.checks();
    expect({ passed, denial }).toEqual({ passed: true, denial: null });
    expect(checks).toHaveLength(RISK_RULES.length);
    expect(checks.every((check) => check.passed && check.value !== '' && check.limit !== '')).toBe(true);
    expect(checks.find(({ code }) => code === 'RMS_MAX_LOTS')).toMatchObject({ value: '1', limit: '20', ratio: 0.05 });
  });

  it.each<[string, Case, RegExp]>([
    [
      'INSTRUMENT_NOT_TRADABLE',
      { order: { instrument: { ...CALL, kind: 'INDEX', name: 'NIFTY 50' } } },
      /Press C .* P /,
    ],
    ['INSTRUMENT_NOT_TRADABLE', { order: { instrument: { ...CALL, expiry: '2026-11-22' } } }, /expired on 2026-11-22/],
    [
      'INSTRUMENT_NOT_TRADABLE',
      {
        order: { instrument: { ...CALL, expiry: '2026-11-23' } },
        snapshot: { now: Date.parse('2026-11-23T15:40:00+05:30') },
      },
      /expired on 2026-11-23/,
    ],
    [
      'RMS_MARKET_CLOSED',
      { snapshot: { phase: { label: 'Closed', open: false, until: NOW, next: 'opens' } } },
      /Closed until 11:00:00 IST.*Paper takes no after-market orders/,
    ],
    ['RMS_HALTED', { snapshot: { tradingState: 'HALTED' } }, /re-arm/],
    ['RMS_REDUCING', { snapshot: { tradingState: 'REDUCING' } }, /reduce a position/],
    ['RMS_RECONCILING', { snapshot: { reconciled: false } }, /reconciled/],
    ['RMS_STALE_FEED', { snapshot: { feedStale: true } }, /next confirmed quote/],
    ['RMS_LOT_MULTIPLE', { order: { quantity: 100 } }, /quantity 100 .* lot of 65: 65 or 130 would pass/],
    ['RMS_TICK_SIZE', { order: { price: 16_432 } }, /164.32 .* tick of 0.05: 164.30 or 164.35 would pass/],
    ['RMS_FREEZE_QTY', { order: { lots: 28, quantity: 1820 } }, /1820 .* 1800: up to 27 lots \(1755\) pass/],
    ['RMS_PRICE_BAND', { order: { price: 300_000 } }, /3,000.00 is outside .* 0.05 – 1,450.00/],
    ['RMS_FAT_FINGER', { order: { price: 20_000 } }, /200.00 is 21.7 % above the ask of 164.30, .* 20 %: up to 197.15/],
    ['RMS_NO_PRICE', { order: { price: null } }, /no ask .* a limit order would pass/],
    ['RMS_NO_PRICE', { snapshot: { quote: null } }, /no confirmed bid, ask or last price/],
    [
      'RMS_MAX_LOTS',
      { order: { lots: 3, quantity: 195 }, snapshot: { openLotsAfter: 22 } },
      /22 .* 20: up to 1 lot would/,
    ],
    ['RMS_MAX_LOTS', { snapshot: { openLotsAfter: 21, openLotsNow: 20 } }, /close or cancel some first/],
    ['RMS_MAX_LOSS', { snapshot: { dayNet: -1_500_000 } }, /−₹15,000.00, the max loss of the day is ₹15,000.00/],
    [
      'RMS_MARGIN',
      {
        order: { lots: 4 },
        snapshot: { equity: 4_000_000, marginHeld: 1_000_000, marginBlocked: 243_000, marginAfter: 5_000_000 },
      },
      /short by ₹12,430.00.*about 2 lots would pass/,
    ],
    ['RMS_MARGIN', { snapshot: { marginAfter: null } }, /cannot be estimated/],
    [
      'RMS_DUPLICATE',
      {
        snapshot: {
          recent: [{ instrumentId: 7, side: 'BUY', quantity: 65, price: 16_430, product: 'NRML', monotonic: 59_100 }],
        },
      },
      /BUY 65 NIFTY 26000 CE at 164.30, was sent 0.9 s ago: confirm/,
    ],
    [
      'RMS_RATE_LIMIT',
      { snapshot: { sent: Array(8).fill(59_500) } },
      /message 9 in a second, 8 .*10 less 2 .* in 0.5 s/,
    ],
  ])('is refused by %s with what would pass', (code, asked, message) => {
    expect(denial(asked)).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('names the first refusal and still shows every check', () => {
    const { denial, checks } = decided({ order: { price: 16_432 }, snapshot: { tradingState: 'HALTED' } });
    expect(denial?.code).toBe('RMS_HALTED');
    const refused = checks().filter(({ passed }) => !passed);
    expect(refused.map(({ code }) => code)).toEqual(['RMS_HALTED', 'RMS_TICK_SIZE']);
  });

  it.each<[string, Case]>([
    ['at the freeze quantity', { order: { lots: 27, quantity: 1755 } }],
    ['at the edge of 20 % above the ask', { order: { price: 19_715 } }],
    ['far below the market, where a buy costs nothing', { order: { price: 5 } }],
    ['at max_lots', { snapshot: { openLotsAfter: 20 } }],
    ['a paisa above max_loss', { snapshot: { dayNet: -1_499_999 } }],
    ['with every limit off', { snapshot: { dayNet: -9e9, openLotsAfter: 900 }, limits: NO_LIMITS }],
    ['that frees margin in a short account', { snapshot: { equity: 500, marginHeld: 1000, marginAfter: 900 } }],
    ['without a known band', { snapshot: { quote: { ...QUOTE, prevClose: 0 } } }],
    ['priced by the bid when there is no ask', { snapshot: { quote: { ...QUOTE, ask: 0 } } }],
    ['priced by the last price when there is no book', { snapshot: { quote: { ...QUOTE, ask: 0, bid: 0 } } }],
    [
      'as a duplicate repeated on purpose',
      {
        order: { confirmed: true },
        snapshot: {
          recent: [{ instrumentId: 7, side: 'BUY', quantity: 65, price: 16_430, product: 'NRML', monotonic: 60_000 }],
        },
      },
    ],
    [
      'as a duplicate two seconds later',
      {
        snapshot: {
          recent: [{ instrumentId: 7, side: 'BUY', quantity: 65, price: 16_430, product: 'NRML', monotonic: 58_000 }],
        },
      },
    ],
  ])('passes %s', (_name, asked) => {
    expect(denial(asked)).toBeNull();
  });

  it.each([{ instrumentId: 8 }, { side: 'SELL' }, { quantity: 130 }, { price: 16_435 }, { product: 'MIS' }] as const)(
    'is no duplicate of an order with another %o',
    (other) => {
      const twin = {
        instrumentId: 7,
        side: 'BUY',
        quantity: 65,
        price: 16_430,
        product: 'NRML',
        monotonic: 60_000,
      } as const;
      expect(denial({ snapshot: { recent: [{ ...twin, ...other }] } })).toBeNull();
      expect(denial({ snapshot: { recent: [twin, { ...twin, ...other }] } })?.code).toBe('RMS_DUPLICATE');
    },
  );

  it('of a cheap option may lie the rupee floor beyond the market', () => {
    const quote = { ...QUOTE, bid: 50, ask: 55, ltp: 55, prevClose: 100 };
    expect(denial({ order: { price: 255 }, snapshot: { quote } })).toBeNull();
    expect(denial({ order: { price: 260 }, snapshot: { quote } })?.code).toBe('RMS_FAT_FINGER');
  });

  it('is not let through a fat-finger or stale-feed refusal by confirming', () => {
    expect(denial({ order: { price: 20_000, confirmed: true } })?.code).toBe('RMS_FAT_FINGER');
    expect(denial({ order: { confirmed: true }, snapshot: { feedStale: true } })?.code).toBe('RMS_STALE_FEED');
  });
});

describe('an exit', () => {
  it('by hand at a bad price is asked, and passes when confirmed', () => {
    const order = { ...EXIT, price: 10_000 };
    expect(denial({ order })).toMatchObject({
      code: 'RMS_FAT_FINGER',
      message: expect.stringMatching(/confirm to send/),
    });
    expect(denial({ order: { ...order, confirmed: true } })).toBeNull();
  });

  it('by hand on a stale feed is asked, and passes when confirmed', () => {
    expect(denial({ order: EXIT, snapshot: { feedStale: true } })?.code).toBe('RMS_NO_PRICE');
    expect(denial({ order: { ...EXIT, confirmed: true }, snapshot: { feedStale: true } })).toBeNull();
  });

  it.each(['BRACKET', 'SQUARE_OFF'] as const)('by a %s has nobody to ask', (source) => {
    expect(denial({ order: { ...EXIT, source, price: 10_000 }, snapshot: { feedStale: true } })).toBeNull();
  });

  it('may use the reserve of the order rate, and no more than the broker allows', () => {
    expect(denial({ order: EXIT, snapshot: { sent: Array(9).fill(59_500) } })).toBeNull();
    expect(denial({ order: EXIT, snapshot: { sent: Array(10).fill(59_500) } })?.code).toBe('RMS_RATE_LIMIT');
  });
});

describe('properties', () => {
  const sources = ['HAND', 'BRACKET', 'SQUARE_OFF'] as const;
  const states = ['ACTIVE', 'REDUCING', 'HALTED'] as const;

  it('O11: every cell of state, source and reduces', () => {
    for (const tradingState of states) {
      for (const source of sources) {
        for (const reduces of [true, false]) {
          const order = reduces ? { ...EXIT, source } : { source };
          const passes = tradingState === 'ACTIVE' || reduces;
          const code = tradingState === 'HALTED' ? 'RMS_HALTED' : 'RMS_REDUCING';
          expect(denial({ order, snapshot: { tradingState } })?.code).toBe(passes ? undefined : code);
        }
      }
    }
  });

  const twin = fc.record({
    instrumentId: fc.constantFrom(CALL.id, 8),
    side: fc.constantFrom('BUY', 'SELL'),
    quantity: fc.constantFrom(65, 130),
    price: fc.constantFrom(16_420, 16_430, null),
    product: fc.constantFrom('NRML', 'MIS'),
    monotonic: fc.integer({ min: 57_000, max: 60_000 }),
  });
  const anySnapshot: fc.Arbitrary<RiskSnapshot> = fc.record({
    now: fc.constant(NOW),
    monotonic: fc.constant(60_000),
    tradingState: fc.constantFrom(...states),
    phase: fc.boolean().map((open) => ({ label: 'any', open, until: null, next: null })),
    reconciled: fc.boolean(),
    feedStale: fc.boolean(),
    quote: fc.option(
      fc
        .tuple(fc.nat(40_000), fc.nat(40_000), fc.nat(40_000), fc.nat(40_000))
        .map(([ltp, bid, ask, prevClose]) => ({ ...QUOTE, ltp, bid, ask, prevClose })),
    ),
    netQty: fc.integer({ min: -6500, max: 6500 }),
    openLotsAfter: fc.nat(40),
    openLotsNow: fc.nat(40),
    positionLotsAfter: fc.nat(40),
    shortLotsNow: fc.nat(40),
    shortLotsAfter: fc.nat(40),
    premiumAfter: fc.nat(1e8),
    strategy: fc.option(
      fc.record({
        name: fc.constant('Straddle'),
        dayNet: fc.integer({ min: -2_000_000, max: 2_000_000 }),
        lotsNow: fc.nat(40),
        lotsAfter: fc.nat(40),
        maxLoss: fc.option(fc.constant(1_000_000)),
        maxLots: fc.option(fc.constant(20)),
      }),
    ),
    greeks: fc.option(
      fc.record({
        deltaNow: fc.integer({ min: -90, max: 90 }),
        deltaAfter: fc.integer({ min: -90, max: 90 }),
        vegaNow: fc.integer({ min: -90, max: 90 }),
        vegaAfter: fc.integer({ min: -90, max: 90 }),
      }),
    ),
    selfTrade: fc.constantFrom('BLOCK', 'CANCEL_RESTING'),
    working: fc.array(
      fc.record({
        instrumentId: fc.constantFrom(CALL.id, 8),
        side: fc.constantFrom('BUY' as const, 'SELL' as const),
        leaves: fc.nat(650),
        price: fc.option(fc.nat(40_000)),
        strategyId: fc.constantFrom(null, 'other'),
        reduces: fc.boolean(),
        isForeign: fc.boolean(),
        isUntriggered: fc.boolean(),
      }),
      { maxLength: 4 },
    ),
    ordersToday: fc.nat(100),
    messagesToday: fc.nat(300),
    tradesToday: fc.nat(10),
    clockSkew: fc.option(fc.integer({ min: -60_000, max: 60_000 })),
    locks: fc.array(
      fc
        .tuple(fc.integer({ min: NOW - 1000, max: NOW + 1000 }), fc.constantFrom(null, 'other'))
        .map(([endsAt, strategyId]) => ({ ...LOCK, endsAt, strategyId })),
      { maxLength: 2 },
    ),
    dayNet: fc.integer({ min: -3_000_000, max: 3_000_000 }),
    equity: fc.integer({ min: -1e8, max: 1e8 }),
    marginHeld: fc.nat(1e8),
    marginBlocked: fc.nat(1e8),
    marginAfter: fc.option(fc.nat(1e8)),
    recent: fc.array(twin, { maxLength: 5 }),
    sent: fc
      .array(fc.integer({ min: 58_000, max: 60_000 }), { maxLength: 14 })
      .map((times) => times.toSorted((a, b) => a - b)),
    capabilities: fc.constant(SNAPSHOT.capabilities),
  });
  const anyOrder: fc.Arbitrary<RiskOrder> = fc
    .record({
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      lots: fc.integer({ min: 1, max: 30 }),
      extra: fc.constantFrom(0, 0, 0, 1),
      price: fc.integer({ min: 1, max: 40_000 }),
      source: fc.constantFrom(...sources),
      reduces: fc.boolean(),
      confirmed: fc.boolean(),
    })
    .map(({ extra, lots, ...order }) => ({ ...ORDER, ...order, lots, quantity: lots * 65 + extra }));
  const anyLimits = fc.record(
    Object.fromEntries(
      LIMIT_KEYS.map((key) => [key, fc.option(fc.integer({ min: 1, max: key.startsWith('maxLo') ? 2_000_000 : 60 }))]),
    ),
  ) as fc.Arbitrary<Limits>;

  it('O11: whatever else holds, an entry is refused unless ACTIVE, and no state refuses what reduces', () => {
    fc.assert(
      fc.property(anyOrder, anySnapshot, anyLimits, (order, snapshot, limits) => {
        const { passed, checks } = decide(order, snapshot, limits);
        const byState = checks().filter(({ code }) => code === 'RMS_HALTED' || code === 'RMS_REDUCING');
        const isOpen = snapshot.tradingState === 'ACTIVE' || order.reduces;
        expect(byState.every((check) => check.passed)).toBe(isOpen);
        expect(isOpen || !passed).toBe(true);
      }),
      { numRuns: propertyRuns },
    );
  });

  it('R0: nothing but shape, session, rate and an unanswered question denies an exit', () => {
    const mayDeny = new Set([
      'RMS_MARKET_CLOSED',
      'RMS_LOT_MULTIPLE',
      'RMS_TICK_SIZE',
      'RMS_FREEZE_QTY',
      'RMS_PRICE_BAND',
    ]);
    const asks = ['RMS_FAT_FINGER', 'RMS_NO_PRICE', 'RMS_ORDER_LOTS'];
    fc.assert(
      fc.property(anyOrder, anySnapshot, anyLimits, (order, snapshot, limits) => {
        const { checks } = decide({ ...order, reduces: true }, snapshot, limits);
        const broken = checks().filter(({ passed, code }) => {
          if (passed || mayDeny.has(code)) return false;
          if (code === 'RMS_RATE_LIMIT') return snapshot.sent.length < 10;
          return !asks.includes(code) || order.confirmed || order.source !== 'HAND';
        });
        expect(broken).toEqual([]);
      }),
      { numRuns: propertyRuns },
    );
  });

  it('R3: the same inputs decide the same, the denial is the first refusal, and no input is changed', () => {
    fc.assert(
      fc.property(anyOrder, anySnapshot, anyLimits, (order, snapshot, limits) => {
        const before = structuredClone({ order, snapshot, limits });
        const decision = decide(order, snapshot, limits);
        const again = decide(order, snapshot, limits);
        expect(again.denial).toEqual(decision.denial);
        expect(again.checks()).toEqual(decision.checks());
        const kept = JSON.parse(JSON.stringify({ order, snapshot, limits })) as Required<Case>;
        const replayed = decide(kept.order as RiskOrder, kept.snapshot as RiskSnapshot, kept.limits as Limits);
        expect(replayed.denial).toEqual(decision.denial);
        expect(replayed.checks()).toEqual(decision.checks());
        expect(decision.passed).toBe(decision.denial === null);
        expect(decision.checks().find(({ passed }) => !passed)?.code).toBe(decision.denial?.code);
        expect({ order, snapshot, limits }).toEqual(before);
      }),
      { numRuns: propertyRuns },
    );
  });

  it('fails closed: an entry that passes is inside every limit', () => {
    fc.assert(
      fc.property(anyOrder, anySnapshot, anyLimits, (order, snapshot, limits) => {
        const { passed } = decide({ ...order, reduces: false }, snapshot, limits);
        const inside =
          snapshot.tradingState === 'ACTIVE' &&
          snapshot.phase.open &&
          snapshot.reconciled &&
          !snapshot.feedStale &&
          snapshot.quote !== null &&
          snapshot.dayNet > -(limits.maxLoss ?? Infinity) &&
          snapshot.openLotsAfter <= (limits.maxLots ?? Infinity) &&
          order.quantity <= 1800 &&
          order.lots <= (limits.maxOrderLots ?? Infinity) &&
          snapshot.positionLotsAfter <= (limits.maxPositionLots ?? Infinity) &&
          snapshot.ordersToday < (limits.maxOrdersDay ?? Infinity) &&
          (limits.maxDelta === null || snapshot.greeks !== null) &&
          snapshot.locks.every(({ endsAt, strategyId }) => endsAt <= NOW || strategyId !== null) &&
          Math.abs(snapshot.clockSkew ?? 0) <= 30_000;
        expect(inside || !passed).toBe(true);
      }),
      { numRuns: propertyRuns },
    );
  });

  it('every refusal is a sentence with figures in its details where it has any', () => {
    fc.assert(
      fc.property(anyOrder, anySnapshot, anyLimits, (order, snapshot, limits) => {
        const message = decide(order, snapshot, limits).denial?.message ?? 'Passed.';
        expect(message).toMatch(/^[A-Z].*\.$/);
        expect(message).not.toMatch(/NaN|undefined|null|Infinity/);
      }),
      { numRuns: propertyRuns },
    );
  });
});
