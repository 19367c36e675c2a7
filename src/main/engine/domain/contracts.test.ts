import { describe, expect, it } from 'vitest';
import { addDays, istMidnight } from '../core/ist.ts';
import { nseCalendar } from './calendar-nse.ts';
import { futureName, futureSymbol, optionName, optionSymbol } from './contracts-symbol.ts';
import { nseContracts } from './contracts-nse.ts';

const days = (underlying: string, day: string) => nseContracts.expiries(underlying, day).map((expiry) => expiry.day);

describe('expiries', () => {
  it('moves Tuesday 24-Nov-2026, a holiday, to Monday', () => {
    expect(nseContracts.expiries('NIFTY', '2026-11-22')).toEqual([
      { day: '2026-11-23', weekly: true, monthly: true },
      { day: '2026-12-01', weekly: true, monthly: false },
      { day: '2026-12-08', weekly: true, monthly: false },
      { day: '2026-12-15', weekly: true, monthly: false },
      { day: '2026-12-22', weekly: true, monthly: false },
      { day: '2026-12-29', weekly: true, monthly: true },
      { day: '2027-01-25', weekly: true, monthly: true },
    ]);
    expect(days('BANKNIFTY', '2026-11-22')).toEqual(['2026-11-23', '2026-12-29', '2027-01-25']);
  });

  it('agrees with the exchange master of 18-Aug-2026', () => {
    expect(days('NIFTY', '2026-08-18')).toEqual([
      '2026-08-18',
      '2026-08-25',
      '2026-09-01',
      '2026-09-08',
      '2026-09-15',
      '2026-09-29',
      '2026-10-27',
    ]);
    expect(days('BANKNIFTY', '2026-08-18')).toEqual(['2026-08-25', '2026-09-29', '2026-10-27']);
  });

  it('turned from Thursday to Tuesday on 1-Sep-2025', () => {
    expect(days('NIFTY', '2025-08-25').slice(0, 3)).toEqual(['2025-08-28', '2025-09-02', '2025-09-09']);
  });

  it('drops the expiry of the day when its session closes', () => {
    const close = nseContracts.expiresAt('2026-11-23');
    expect(close).toBe(istMidnight('2026-11-23') + (15 * 60 + 40) * 60_000);
    expect(nseContracts.liveExpiries('NIFTY', close - 1)[0]!.day).toBe('2026-11-23');
    expect(nseContracts.liveExpiries('NIFTY', close)[0]!.day).toBe('2026-12-01');
  });

  it('always falls on trading days, ascending and distinct', () => {
    for (let day = '2021-01-04'; day < '2026-12-31'; day = addDays(day, 3)) {
      const listed = days('NIFTY', day);
      expect(listed.length).toBeGreaterThanOrEqual(6);
      expect([...new Set(listed)].sort()).toEqual(listed);
      for (const expiry of listed) expect([expiry, nseCalendar.isTradingDay(expiry)]).toEqual([expiry, true]);
    }
  });
});

describe('contract rules', () => {
  it('has the lot, freeze quantity and ticks of a day', () => {
    expect(nseContracts.lotSize('NIFTY', '2025-12-30')).toBe(75);
    expect(nseContracts.lotSize('NIFTY', '2025-12-31')).toBe(65);
    expect(nseContracts.lotSize('BANKNIFTY', '2026-11-22')).toBe(30);
    expect(nseContracts.freezeQty('NIFTY', '2026-11-22')).toBe(1800);
    expect(nseContracts.freezeQty('BANKNIFTY', '2025-12-19')).toBe(900);
    expect(nseContracts.freezeQty('BANKNIFTY', '2026-11-22')).toBe(600);
    expect(nseContracts.freezeQty('BANKNIFTY', '2021-04-13')).toBeNull();
    expect(nseContracts.strikeStep('NIFTY', '2026-11-22')).toBe(5_000);
    expect(nseContracts.strikeStep('BANKNIFTY', '2026-11-22')).toBe(10_000);
    expect(nseContracts.optionTick('NIFTY', '2026-11-22')).toBe(5);
  });

  it('sets the tick of a future by the level of its index', () => {
    expect(nseContracts.futureTick('NIFTY', '2025-04-14', 2_300_000)).toBe(5);
    expect(nseContracts.futureTick('NIFTY', '2025-04-15', 1_500_000)).toBe(5);
    expect(nseContracts.futureTick('NIFTY', '2025-04-15', 2_300_000)).toBe(10);
    expect(nseContracts.futureTick('NIFTY', '2025-04-15', 3_000_005)).toBe(20);
  });

  it('refuses to guess what is not known', () => {
    expect(() => nseContracts.lotSize('NIFTY', '2019-01-01')).toThrow('not known on 2019-01-01');
    expect(() => nseContracts.lotSize('SENSEX', '2026-11-22')).toThrow('no contract rules for SENSEX');
    expect(nseContracts.expiries('BANKNIFTY', '2021-04-13')).toEqual([]);
  });
});

describe('symbols and names', () => {
  it('are those of the exchange and of the desk', () => {
    expect(optionSymbol('NIFTY', '2026-11-23', 2_600_000, 'CE')).toBe('NIFTY23NOV2626000CE');
    expect(optionName('NIFTY', 2_600_000, 'CE')).toBe('NIFTY 26000 CE');
    expect(futureSymbol('NIFTY', '2026-11-23')).toBe('NIFTY23NOV26FUT');
    expect(futureName('NIFTY', '2026-11-23')).toBe('NIFTY FUT Nov');
  });
});
