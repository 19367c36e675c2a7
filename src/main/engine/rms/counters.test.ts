import { NO_LIMITS } from '../domain/limits.ts';
import { describe, expect, it } from 'vitest';
import { LIMITS, SNAPSHOT } from '../../../testing/risk-fixtures.ts';
import { limitCounters } from './counters.ts';
import type { CounterInput } from './counters.ts';

const INPUT: CounterInput = {
  now: SNAPSHOT.now,
  monotonic: 60_000,
  limits: LIMITS,
  openLots: 5,
  dayNet: 493_135,
  marginUsed: 10_000_000,
  available: 40_000_000,
  peakNet: 600_000,
  profitFloor: null,
  tradesOpened: 3,
  lossStreak: 1,
  fills: 6,
  ordersToday: 7,
  messagesToday: 9,
  openValue: 1_067_950,
  mostOrdersInContract: 2,
  mostLotsInContract: 5,
  shortLots: 0,
  premium: 1_067_950,
  greeks: null,
  strategies: [],
  rejects: 0,
  clockSkew: 40,
  sent: [],
  capabilities: SNAPSHOT.capabilities,
};

function counted(code: string, over: Partial<CounterInput> = {}) {
  return limitCounters({ ...INPUT, ...over }).find((counter) => counter.code === code);
}

describe('limit counters', () => {
  it('say value, limit and share of every limit', () => {
    const shown = limitCounters(INPUT).filter(({ state }) => state !== 'off');
    expect(shown.slice(0, 3).concat(shown.slice(-1))).toEqual([
      { code: 'RMS_MAX_LOTS', rule: 'Open lots', value: '5', limit: '20', ratio: 0.25, state: 'ok' },
      { code: 'RMS_MAX_LOSS', rule: "Day's loss", value: '₹4,931.35', limit: '−₹15,000.00', ratio: 0, state: 'ok' },
      {
        code: 'RMS_MARGIN',
        rule: 'Margin (estimate)',
        value: '₹1,00,000.00',
        limit: '₹5,00,000.00',
        ratio: 0.2,
        state: 'ok',
      },
      {
        code: 'RMS_RATE_LIMIT',
        rule: 'Order messages in a second',
        value: '0',
        limit: '8 of 10',
        ratio: 0,
        state: 'ok',
      },
    ]);
  });

  it('are near from 65 % on and reached at the limit', () => {
    expect(counted('RMS_MAX_LOTS', { openLots: 12 })?.state).toBe('ok');
    expect(counted('RMS_MAX_LOTS', { openLots: 13 })?.state).toBe('near');
    expect(counted('RMS_MAX_LOTS', { openLots: 20 })?.state).toBe('reached');
    expect(counted('RMS_MAX_LOSS', { dayNet: -1_000_000 })?.state).toBe('near');
    expect(counted('RMS_MAX_LOSS', { dayNet: -1_500_001 })?.state).toBe('reached');
    expect(counted('RMS_RATE_LIMIT', { sent: Array(8).fill(59_900) })?.state).toBe('reached');
  });

  it('are there for every limit that counts up, and say off where none is set', () => {
    const all = limitCounters({ ...INPUT, limits: NO_LIMITS });
    expect(all.filter(({ state }) => state === 'off').map(({ code }) => code)).toEqual([
      'RMS_MAX_LOTS',
      'RMS_MAX_LOSS',
      'RMS_PROFIT_LOCK',
      'RMS_DRAWDOWN',
      'RMS_TRADES',
      'RMS_LOSS_STREAK',
      'RMS_OPEN_VALUE',
      'RMS_OPEN_ORDERS',
      'RMS_POSITION_LOTS',
      'RMS_SHORT_LOTS',
      'RMS_PREMIUM',
      'RMS_DELTA',
      'RMS_VEGA',
      'RMS_ORDERS_DAY',
      'RMS_ORDER_TO_TRADE',
      'RMS_REJECTS',
    ]);
    expect(new Set(all.map(({ rule }) => rule)).size).toBe(all.length);
  });

  it('follow the profit lock from arming to what it keeps', () => {
    const limits = { ...NO_LIMITS, profitLock: 400_000 };
    expect(counted('RMS_PROFIT_LOCK', { limits })).toMatchObject({ limit: 'arms at ₹6,000.00', state: 'ok' });
    const armed = { limits, profitFloor: 400_000 };
    expect(counted('RMS_PROFIT_LOCK', armed)).toMatchObject({ limit: 'keeps ₹4,000.00', state: 'near' });
    expect(counted('RMS_PROFIT_LOCK', { ...armed, dayNet: 400_000 })?.state).toBe('reached');
  });

  it('of the greeks say the largest of any underlying, and count as reached while it is not known', () => {
    const limits = { ...NO_LIMITS, maxDelta: 500, maxVega: 100_000 };
    const greeks = { delta: 400.4, vega: 20_000 };
    expect(counted('RMS_DELTA', { limits, greeks })).toMatchObject({ value: '400', limit: '500', state: 'near' });
    expect(counted('RMS_VEGA', { limits, greeks })).toMatchObject({
      value: '₹200.00',
      limit: '₹1,000.00',
      state: 'ok',
    });
    expect(counted('RMS_DELTA', { limits })).toMatchObject({ value: 'not counted', state: 'reached' });
  });

  it('of a strategy are there for the limits it has', () => {
    const strategies = [
      { name: 'Straddle', dayNet: -40_000, lotsNow: 1, maxLoss: 50_000, maxLots: null },
      { name: 'Momentum', dayNet: 10_000, lotsNow: 3, maxLoss: null, maxLots: 3 },
    ];
    expect(counted('RMS_STRATEGY_LOSS', { strategies })).toMatchObject({
      rule: 'Loss of Straddle',
      value: '−₹400.00',
      limit: '−₹500.00',
      state: 'near',
    });
    expect(counted('RMS_STRATEGY_LOTS', { strategies })).toMatchObject({
      rule: 'Open lots of Momentum',
      state: 'reached',
    });
  });

  it('are off where no limit is set', () => {
    const limits = NO_LIMITS;
    expect(counted('RMS_MAX_LOTS', { limits })).toMatchObject({ limit: 'off', ratio: null, state: 'off' });
    expect(counted('RMS_MAX_LOSS', { limits })).toMatchObject({ limit: 'off', ratio: null, state: 'off' });
  });
});
