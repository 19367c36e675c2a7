import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../core/ist.ts';
import { nseCalendar } from '../../domain/calendar-nse.ts';
import { FactorPath } from './factor-path.ts';
import { SimulatedDays, dayNumber } from './simulated-day.ts';
import { simulatorParameters } from './simulator-parameters.ts';

const today = dayNumber(Date.parse('2026-11-23T00:00:00+05:30'));

function pathOf(seed: number): FactorPath {
  return new FactorPath(seed, simulatorParameters.path, new SimulatedDays(seed, simulatorParameters, nseCalendar));
}

describe('FactorPath', () => {
  it('reads the same from coarse and from fine marks', () => {
    const path = pathOf(5);
    for (let ms = 0; ms < DAY_MS; ms += 60_000 * 7) {
      const coarse = path.value(today, ms, 60);
      expect(path.value(today, ms, 5)).toBe(coarse);
      expect(path.value(today, ms, 1)).toBe(coarse);
    }
    for (let ms = 5_000; ms < DAY_MS; ms += 60_000 * 7 + 5_000) {
      expect(path.value(today, ms, 1)).toBe(path.value(today, ms, 5));
    }
  });

  it('runs on over midnight', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const path = pathOf(seed);
      for (let day = today; day < today + 5; day++) {
        expect(path.value(day, 0, 1)).toBeCloseTo(path.level(day), 9);
        expect(path.value(day, DAY_MS - 1, 1)).toBeCloseTo(path.level(day + 1), 2);
      }
    }
  });

  it('is the same for the same seed whatever was asked before, and another for another seed', () => {
    const fresh = pathOf(9).value(today, 40_000_123, 1);
    const asked = pathOf(9);
    for (let day = today - 100; day < today + 3; day++) asked.value(day, 3_600_000, 60);
    asked.value(today - 4, 1_000, 1);
    expect(asked.value(today, 40_000_123, 1)).toBe(fresh);
    expect(pathOf(10).value(today, 40_000_123, 1)).not.toBe(fresh);
  });

  it('moves by about one unit a day and stays near its middle', () => {
    const path = pathOf(3);
    let squares = 0;
    let widest = 0;
    const days = 600;
    for (let day = today - days; day < today; day++) {
      squares += (path.level(day + 1) - path.level(day)) ** 2;
      widest = Math.max(widest, Math.abs(path.level(day)));
    }
    expect(Math.sqrt(squares / days)).toBeGreaterThan(0.8);
    expect(Math.sqrt(squares / days)).toBeLessThan(1.3);
    expect(widest).toBeLessThan(20);
  });

  it('is livelier at the open and the close than at midday', () => {
    const path = pathOf(4);
    const spread = (fromMinute: number) => {
      let squares = 0;
      for (let day = today - 60; day < today; day++) {
        if (!nseCalendar.isTradingDay(new Date(day * DAY_MS).toISOString().slice(0, 10))) continue;
        for (let minute = fromMinute; minute < fromMinute + 10; minute++) {
          squares += (path.value(day, (minute + 1) * 60_000, 60) - path.value(day, minute * 60_000, 60)) ** 2;
        }
      }
      return squares;
    };
    const midday = spread(12 * 60 + 30);
    expect(spread(9 * 60 + 15)).toBeGreaterThan(1.5 * midday);
    expect(spread(15 * 60 + 30)).toBeGreaterThan(1.15 * midday);
    expect(spread(2 * 60)).toBeLessThan(1.5 * midday);
  });
});
