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
  sent: [],
  capabilities: SNAPSHOT.capabilities,
};

function counted(code: string, over: Partial<CounterInput> = {}) {
  return limitCounters({ ...INPUT, ...over }).find((counter) => counter.code === code);
}

describe('limit counters', () => {
  it('say value, limit and share of every limit', () => {
    expect(limitCounters(INPUT)).toEqual([
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

  it('are off where no limit is set', () => {
    const limits = NO_LIMITS;
    expect(counted('RMS_MAX_LOTS', { limits })).toMatchObject({ limit: 'off', ratio: null, state: 'off' });
    expect(counted('RMS_MAX_LOSS', { limits })).toMatchObject({ limit: 'off', ratio: null, state: 'off' });
  });
});
