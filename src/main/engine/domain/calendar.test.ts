import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addDays, istMidnight } from '../core/ist.ts';
import { TradingCalendar } from './calendar.ts';
import { nseCalendar } from './calendar-nse.ts';

const at = (day: string, clock: string) =>
  istMidnight(day) + Number(clock.slice(0, 2)) * 3_600_000 + Number(clock.slice(3, 5)) * 60_000;
const holidayFile = '../shared/samples/nse-calendar/nse-holidays-2026.json';

describe('the NSE calendar', () => {
  it('keeps the session of 13-Apr-2021, the day before a holiday', () => {
    const session = nseCalendar.sessionOf('2021-04-13', 'CASH');
    expect(session).toEqual({
      label: 'Normal session',
      open: at('2021-04-13', '09:15'),
      close: at('2021-04-13', '15:30'),
      preOpen: { open: at('2021-04-13', '09:00'), close: at('2021-04-13', '09:08') },
    });
    expect(nseCalendar.isTradingDay('2021-04-14')).toBe(false);
    expect(nseCalendar.nextTradingDay('2021-04-13')).toBe('2021-04-15');
    expect(nseCalendar.previousTradingDay('2021-04-15')).toBe('2021-04-13');
  });

  it('closes derivatives at 15:40 from 3-Aug-2026 and at 15:30 before', () => {
    expect(nseCalendar.sessionOf('2026-07-31', 'FNO')!.close).toBe(at('2026-07-31', '15:30'));
    expect(nseCalendar.sessionOf('2026-08-03', 'FNO')!.close).toBe(at('2026-08-03', '15:40'));
    expect(nseCalendar.sessionOf('2026-08-03', 'CASH')!.close).toBe(at('2026-08-03', '15:30'));
  });

  it('has a pre-open for derivatives from 8-Dec-2025 only', () => {
    expect(nseCalendar.sessionOf('2025-12-05', 'FNO')!.preOpen).toBeUndefined();
    expect(nseCalendar.sessionOf('2025-12-08', 'FNO')!.preOpen!.close).toBe(at('2025-12-08', '09:08'));
  });

  it('names each phase, when it ends and what comes next', () => {
    const phase = (clock: string) => nseCalendar.phaseAt(at('2026-11-23', clock), 'FNO');
    expect(phase('08:00')).toEqual({
      label: 'Closed',
      open: false,
      until: at('2026-11-23', '09:00'),
      next: 'pre-open',
    });
    expect(phase('09:00')).toEqual({ label: 'Pre-open', open: false, until: at('2026-11-23', '09:15'), next: 'opens' });
    expect(phase('15:39')).toEqual({
      label: 'Normal session',
      open: true,
      until: at('2026-11-23', '15:40'),
      next: 'closes',
    });
    // 24-Nov-2026 is a holiday.
    expect(phase('15:40')).toEqual({ label: 'Closed', open: false, until: at('2026-11-25', '09:15'), next: 'opens' });
    expect(nseCalendar.phaseAt(at('2026-11-24', '11:00'), 'FNO').label).toBe('Closed: Guru Nanak Jayanti');
  });

  it('shows the closing auction in cash from 3-Aug-2026', () => {
    expect(nseCalendar.phaseAt(at('2026-08-03', '15:20'), 'CASH')).toMatchObject({
      label: 'Closing auction in derivative stocks',
      open: true,
    });
    expect(nseCalendar.phaseAt(at('2026-07-31', '15:20'), 'CASH').label).toBe('Normal session');
  });

  it('trades the muhurat hour on a Sunday, though nothing expires on it', () => {
    expect(nseCalendar.sessionOf('2026-11-08', 'FNO')).toMatchObject({
      label: 'Muhurat session',
      open: at('2026-11-08', '18:00'),
      close: at('2026-11-08', '19:15'),
    });
    expect(nseCalendar.isTradingDay('2026-11-08')).toBe(false);
    expect(nseCalendar.isOpen(at('2026-11-08', '18:30'), 'FNO')).toBe(true);
    expect(nseCalendar.nextOpen(at('2026-11-07', '12:00'), 'FNO')).toBe(at('2026-11-08', '18:00'));
  });

  it('pauses between the two parts of a special Saturday', () => {
    expect(nseCalendar.isOpen(at('2024-03-02', '09:59'), 'CASH')).toBe(true);
    expect(nseCalendar.isOpen(at('2024-03-02', '10:30'), 'CASH')).toBe(false);
    expect(nseCalendar.phaseAt(at('2024-03-02', '10:30'), 'CASH').until).toBe(at('2024-03-02', '11:30'));
    expect(nseCalendar.isTradingDay('2026-02-01')).toBe(true);
  });

  it('says what it covers, and beyond it knows weekends and the yearly holidays', () => {
    expect(nseCalendar.covers('2026-12-31')).toBe(true);
    expect(nseCalendar.covers('2027-01-01')).toBe(false);
    expect(nseCalendar.isTradingDay('2027-01-26')).toBe(false);
    expect(nseCalendar.isTradingDay('2027-01-27')).toBe(true);
    expect(nseCalendar.sessionOf('2009-06-01', 'CASH')).toBeNull();
  });

  it('steps between trading days that are mutual neighbours', () => {
    for (let day = '2021-01-04'; day < '2027-06-01'; day = addDays(day, 1)) {
      if (!nseCalendar.isTradingDay(day)) continue;
      expect(nseCalendar.previousTradingDay(nseCalendar.nextTradingDay(day))).toBe(day);
    }
  });

  it('refuses holiday data that leaves no trading day', () => {
    const days = Array.from({ length: 200 }, (_, step) => ({ date: addDays('2026-01-01', step), name: 'x' }));
    const calendar = new TradingCalendar(
      { CASH: [], FNO: [] },
      { covers: { from: '2026-01-01', to: '2026-12-31' }, yearly: [], holidays: days, specialSessions: [] },
    );
    expect(() => calendar.nextTradingDay('2026-01-01')).toThrow('the holiday data is wrong');
  });

  it.skipIf(!existsSync(holidayFile))('has the published holidays of 2026', () => {
    const published = JSON.parse(readFileSync(holidayFile, 'utf8')) as { holidays: string[] };
    const ours: string[] = [];
    for (let day = '2026-01-01'; day <= '2026-12-31'; day = addDays(day, 1)) {
      if (nseCalendar.holiday(day) !== null) ours.push(day);
    }
    expect(ours).toEqual(published.holidays);
  });
});
