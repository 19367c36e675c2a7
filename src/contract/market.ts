import { z } from 'zod';
import { instrumentKindSchema, intervalSchema } from './enums.ts';

/** Epoch milliseconds. */
export const epochMs = z.int().nonnegative();
/** Paise: 100 to the rupee. May be negative for P&L. */
export const paise = z.int();
export const uuid = z.uuid();
export const instrumentId = z.int().positive();
/** `YYYY-MM-DD`, in IST. */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const instrumentSchema = z.object({
  id: instrumentId,
  exchange: z.enum(['NSE', 'NFO']),
  /** Unique trading symbol, e.g. NIFTY23NOV2626000CE. */
  symbol: z.string(),
  /** For people, e.g. "NIFTY 26000 CE". */
  name: z.string(),
  underlying: z.string(),
  kind: instrumentKindSchema,
  expiry: day.nullable(),
  /** Paise. */
  strike: paise.nullable(),
  lotSize: z.int().positive(),
  /** Paise. */
  tickSize: z.int().positive(),
  /** Units a single order may not exceed; null when the exchange sets none. */
  freezeQty: z.int().positive().nullable(),
});
export type Instrument = z.infer<typeof instrumentSchema>;

/** One bar. `ts` is its start; prices in paise; volume in units traded within the bar; `oi` at its end, 0 when unknown. */
export const barSchema = z.object({
  ts: epochMs,
  open: paise,
  high: paise,
  low: paise,
  close: paise,
  volume: z.number(),
  oi: z.number(),
});
export type Bar = z.infer<typeof barSchema>;

/**
 * A conflated quote row as it crosses the wire inside a Float64Array: QUOTE_STRIDE numbers, in this order.
 * Prices in paise (0 when absent), quantities and oi in units, `ts` the exchange's epoch ms, `flags` see QUOTE_FLAG.
 */
export const QUOTE_FIELDS = [
  'instrumentId',
  'ts',
  'ltp',
  'bid',
  'ask',
  'bidQty',
  'askQty',
  'volume',
  'oi',
  'open',
  'high',
  'low',
  'prevClose',
  'flags',
] as const;
export const QUOTE_STRIDE = QUOTE_FIELDS.length;
export type Quote = Record<(typeof QUOTE_FIELDS)[number], number>;

/**
 * In place of an instrument id: the row is no quote, its second number is when (the engine's monotonic ms) one of the ticks
 * behind the rows arrived. Sent about once a second to a subscription that asks for stamps.
 */
export const STAMP_ROW = 0;

/** Bits of a quote's `flags`. */
export const QUOTE_FLAG = {
  /** Not confirmed since the feed fell silent or reconnected. */
  STALE: 1,
  /** Bid and ask were estimated from the last price, since the source has no book. */
  ESTIMATED_BOOK: 2,
} as const;

/** Reads row `row` of a packed quote array. */
export function unpackQuote(packed: Float64Array, row: number): Quote {
  const quote = {} as Quote;
  QUOTE_FIELDS.forEach((field, column) => {
    quote[field] = packed[row * QUOTE_STRIDE + column]!;
  });
  return quote;
}

export const sessionPhaseSchema = z.object({
  /** e.g. "Normal session", "Closed: simulated market runs on". */
  label: z.string(),
  open: z.boolean(),
  /** When this phase ends, or null. */
  until: epochMs.nullable(),
  /** What happens then, e.g. "closes", "opens". */
  next: z.string().nullable(),
});
export type SessionPhase = z.infer<typeof sessionPhaseSchema>;

export const feedHealthSchema = z.object({
  name: z.string(),
  /** live: bytes within 3 s. stale: silent. paused: a paused replay. */
  state: z.enum(['live', 'stale', 'paused']),
  /** Milliseconds since the last tick of any symbol, or null before the first. */
  ageMs: z.number().nullable(),
});
export type FeedHealth = z.infer<typeof feedHealthSchema>;

export const barSubscriptionSchema = z.object({ instrumentId, interval: intervalSchema });
