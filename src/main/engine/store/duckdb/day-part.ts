import { DAY_MS } from '../../core/ist.ts';
import type { TickColumns } from '../tick-store.ts';
import { dayNumber, dayStart } from './day-number.ts';

/** What one batch adds to one day. */
export interface DayPart {
  day: number;
  rows: number;
  firstTs: number;
  lastTs: number;
  instruments: Set<number>;
}

/** What a batch adds to each of its days; nearly always one. */
export function partsOf(columns: TickColumns): DayPart[] {
  const parts = new Map<number, DayPart>();
  let part: DayPart | null = null;
  let from = 0;
  for (let row = 0; row < columns.length; row++) {
    const ts = columns.ts[row]!;
    if (part === null || ts < from || ts >= from + DAY_MS) {
      const day = dayNumber(ts);
      from = dayStart(day);
      part = parts.get(day) ?? { day, rows: 0, firstTs: ts, lastTs: ts, instruments: new Set() };
      parts.set(day, part);
    }
    part.rows++;
    if (ts < part.firstTs) part.firstTs = ts;
    if (ts > part.lastTs) part.lastTs = ts;
    part.instruments.add(columns.instrumentId[row]!);
  }
  return [...parts.values()];
}

/** Two parts of the same day as one. */
export function joined(a: DayPart, b: DayPart): DayPart {
  return {
    day: a.day,
    rows: a.rows + b.rows,
    firstTs: Math.min(a.firstTs, b.firstTs),
    lastTs: Math.max(a.lastTs, b.lastTs),
    instruments: new Set([...a.instruments, ...b.instruments]),
  };
}
