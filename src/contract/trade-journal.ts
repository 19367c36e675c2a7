import { z } from 'zod';
import { sideSchema } from './enums.ts';
import { day, epochMs, instrumentId, paise, uuid } from './market.ts';

/** What a trip was like, told by its orders alone. */
export const MARKS = {
  reentry: 'Back in the same underlying within minutes of a loss',
  sizeUp: 'Larger than the trip before it, which lost',
  late: 'Opened in the last half hour of the session',
  noStop: 'Never had a stop',
  stopWidened: 'The stop was moved away from the price',
  planKept: 'Had a stop from the start, which never moved away',
} as const;
export const markSchema = z.enum(Object.keys(MARKS) as [keyof typeof MARKS, ...(keyof typeof MARKS)[]]);
export type Mark = z.infer<typeof markSchema>;

/** A contract from flat to flat. Units, paise. */
export const tripSchema = z.object({
  /** The order that opened it. */
  id: uuid,
  instrumentId,
  name: z.string(),
  underlying: z.string(),
  side: sideSchema,
  lotSize: z.int(),
  /** The most lots held at once. */
  lots: z.number(),
  openedAt: epochMs,
  /** Null while some of it is open. */
  closedAt: epochMs.nullable(),
  /** Averages, not rounded; `out` null before the first unit came out. */
  in: z.number(),
  out: z.number().nullable(),
  gross: paise,
  charges: paise,
  /** gross − charges; of an open trip what is booked so far. */
  net: paise,
  /** What the first stop would have lost on all that went in; null without one. */
  risk: paise.nullable(),
  /** net ÷ risk. */
  r: z.number().nullable(),
  orderIds: z.array(uuid),
  marks: z.array(z.object({ mark: markSchema, minutes: z.number().optional() })),
  tags: z.array(z.string()),
  note: z.string(),
  notedAt: epochMs.nullable(),
});
export type Trip = z.infer<typeof tripSchema>;

/** One group of closed trips: an hour, a tag, an underlying. */
export const tripGroupSchema = z.object({ name: z.string(), trips: z.int(), won: z.int(), net: paise });
export type TripGroup = z.infer<typeof tripGroupSchema>;

/** How the closed trips of a day went. Paise. */
export const dayReportSchema = z.object({
  net: paise,
  gross: paise,
  charges: paise,
  trips: z.int(),
  won: z.int(),
  /** What won ÷ what lost; null when nothing lost. */
  profitFactor: z.number().nullable(),
  averageR: z.number().nullable(),
  /** The deepest fall of the net from its best of the day, ≤ 0. */
  deepestFall: paise,
  /** Trips that kept their plan. */
  planKept: z.int(),
  /** The net after each trip. */
  equity: z.array(z.object({ at: epochMs, net: paise })),
  byHour: z.array(tripGroupSchema),
  byTag: z.array(tripGroupSchema),
  byUnderlying: z.array(tripGroupSchema),
});
export type DayReport = z.infer<typeof dayReportSchema>;

export const journalDaySchema = z.object({ day, trips: z.array(tripSchema), report: dayReportSchema });
export type JournalDay = z.infer<typeof journalDaySchema>;

/** `#` and spaces are not part of a tag. */
export const tagSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,29}$/);

export const tripNoteSchema = z.strictObject({
  tripId: uuid,
  tags: z.array(tagSchema).max(12),
  note: z.string().max(4000),
});
export type TripNote = z.infer<typeof tripNoteSchema>;

export const calendarDaySchema = z.object({ day, trips: z.int(), net: paise });
export type CalendarDay = z.infer<typeof calendarDaySchema>;
