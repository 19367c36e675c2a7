import { describe, expect, it } from 'vitest';
import { settlementValue } from './settlement-value.ts';
import { tradingEnds } from './trading-ends.ts';

describe('settlement at expiry', () => {
  it('an option is worth its intrinsic value, a future the index', () => {
    const call = { kind: 'CE', strike: 2_600_000 } as const;
    const put = { kind: 'PE', strike: 2_600_000 } as const;
    expect(settlementValue(call, 2_601_235)).toBe(1235);
    expect(settlementValue(put, 2_601_235)).toBe(0);
    expect(settlementValue(call, 2_600_000)).toBe(0);
    expect(settlementValue(put, 2_598_765)).toBe(1235);
    expect(settlementValue({ kind: 'FUT', strike: null }, 2_598_765)).toBe(2_598_765);
    expect(settlementValue({ kind: 'EQ', strike: null }, 2_598_765)).toBeNull();
  });

  it('trading ends with the derivatives session of the expiry day, by the calendar of that day', () => {
    expect(new Date(tradingEnds({ expiry: '2026-12-01' })).toISOString()).toBe('2026-12-01T10:10:00.000Z');
    expect(new Date(tradingEnds({ expiry: '2025-12-02' })).toISOString()).toBe('2025-12-02T10:00:00.000Z');
    expect(new Date(tradingEnds({ expiry: '2026-11-29' })).toISOString()).toBe('2026-11-29T18:30:00.000Z');
    expect(tradingEnds({ expiry: null })).toBe(Infinity);
  });
});
