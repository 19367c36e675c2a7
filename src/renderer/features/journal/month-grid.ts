import type { CalendarDay } from '../../../contract/trade-journal.ts';

export interface MonthGrid {
  /** `YYYY-MM-DD` of each day, Monday first; null before the first and after the last. */
  weeks: (string | null)[][];
  /** Of the days of the month that have trades, oldest first. */
  traded: CalendarDay[];
  trips: number;
  /** Paise. */
  net: number;
  /** The deepest fall of the net from its best of the month by days, ≤ 0, paise. */
  deepestFall: number;
}

/** One month, `YYYY-MM`, of the days on which trips were closed. */
export function monthGrid(month: string, calendar: readonly CalendarDay[]): MonthGrid {
  const traded = calendar.filter(({ day }) => day.startsWith(month)).sort((a, b) => a.day.localeCompare(b.day));
  const [year, number] = month.split('-').map(Number) as [number, number];
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const blank = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7;
  const cells = [
    ...Array.from({ length: blank }, () => null),
    ...Array.from({ length: days }, (_, day) => `${month}-${String(day + 1).padStart(2, '0')}`),
  ];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    Array.from({ length: 7 }, (__, weekday) => cells[week * 7 + weekday] ?? null),
  );
  let [net, best, deepestFall] = [0, 0, 0];
  for (const day of traded) {
    net += day.net;
    best = Math.max(best, net);
    deepestFall = Math.min(deepestFall, net - best);
  }
  return { weeks, traded, trips: traded.reduce((sum, { trips }) => sum + trips, 0), net, deepestFall };
}

/** The month before or after, `YYYY-MM`. */
export function monthBeside(month: string, step: -1 | 1): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 1 + step, 1)).toISOString().slice(0, 7);
}
