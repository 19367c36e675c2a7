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

/** What an order of a trip was pressed at and came to. Paise; null: the quote was not recorded. */
export const tripOrderSchema = z.object({
  orderId: uuid,
  side: sideSchema,
  pressedAt: epochMs,
  /** Units filled, and their average. */
  quantity: z.int(),
  average: z.number(),
  bid: paise.nullable(),
  ask: paise.nullable(),
  /** What all its units cost more than at the ask of a buy, the bid of a sell; negative: less. */
  slippage: z.number().nullable(),
});
export type TripOrder = z.infer<typeof tripOrderSchema>;

/** The market as it was recorded when a trip was opened; null what was not. Figures of the option as in its chain. */
export const tripMarketSchema = z.object({
  tripId: uuid,
  spot: paise.nullable(),
  daysLeft: z.number().nullable(),
  /** Strikes out of the money, negative in it, 0 at it. */
  strikesOut: z.int().nullable(),
  iv: z.number().nullable(),
  delta: z.number().nullable(),
  gamma: z.number().nullable(),
  theta: z.number().nullable(),
  vega: z.number().nullable(),
  atmIv: z.number().nullable(),
  pcrOi: z.number().nullable(),
  orders: z.array(tripOrderSchema),
});
export type TripMarket = z.infer<typeof tripMarketSchema>;

/** How far from the money: `ATM`, `OTM 2`, `ITM 1`. */
export function strikesOutText(out: number): string {
  if (out === 0) return 'ATM';
  return out > 0 ? `OTM ${out}` : `ITM ${-out}`;
}

/** What the market was to the trips of a day. */
export const journalMarketSchema = z.object({
  day,
  trips: z.array(tripMarketSchema),
  /** Of the orders whose quote was recorded, paise; null when none was. */
  slippage: z.number().nullable(),
  /** Closed trips by how far their strike was from the money when they were opened. */
  byStrike: z.array(tripGroupSchema),
});
export type JournalMarket = z.infer<typeof journalMarketSchema>;

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
