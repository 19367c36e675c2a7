import { z } from 'zod';
import { day, epochMs, instrumentId, paise } from './market.ts';

/** By the signs of price and open interest against the previous session's close. */
export const oiBuildupSchema = z.enum(['LONG_BUILDUP', 'SHORT_BUILDUP', 'SHORT_COVERING', 'LONG_UNWINDING']);
export type OiBuildup = z.infer<typeof oiBuildupSchema>;

/**
 * One side of a strike. Prices in paise, null when absent; volume and oi in units (contracts × lot).
 * Greeks per unit of the underlying.
 */
export const chainSideSchema = z.object({
  instrumentId,
  ltp: paise.nullable(),
  bid: paise.nullable(),
  ask: paise.nullable(),
  volume: z.number().nullable(),
  oi: z.number().nullable(),
  /** Against the previous session's closing oi; null with the reason. */
  chgOi: z.number().nullable(),
  chgOiReason: z.string().nullable(),
  /** Per year, a fraction; null with the reason. */
  iv: z.number().nullable(),
  ivReason: z.string().nullable(),
  delta: z.number().nullable(),
  /** Change of delta for a paisa of the forward. */
  gamma: z.number().nullable(),
  /** Paise a calendar day. */
  theta: z.number().nullable(),
  /** Paise a percentage point of volatility. */
  vega: z.number().nullable(),
  /** Null when price or open interest stood still, or a change is not known. */
  buildup: oiBuildupSchema.nullable().optional(),
});
export type ChainSide = z.infer<typeof chainSideSchema>;

export const chainStrikeSchema = z.object({
  strike: paise,
  call: chainSideSchema.nullable(),
  put: chainSideSchema.nullable(),
});
export type ChainStrikeRow = z.infer<typeof chainStrikeSchema>;

/** Figures of the whole chain; null where the chain does not give them. */
export const chainFiguresSchema = z.object({
  atmStrike: paise.nullable(),
  /** Call plus put at the money, paise. */
  straddle: z.number().nullable(),
  atmIv: z.number().nullable(),
  /** Put over call open interest. */
  pcrOi: z.number().nullable(),
  pcrVolume: z.number().nullable(),
  /** The settlement that costs the writers of all open options least, paise. */
  maxPain: paise.nullable(),
  /** One standard deviation of the forward to expiry, paise. */
  expectedMove: z.number().nullable(),
  /** IV of the 25-delta put less that of the 25-delta call, a fraction per year. */
  skew25: z.number().nullable(),
});
export type ChainFigures = z.infer<typeof chainFiguresSchema>;

/** The option chain of one underlying and expiry at one moment. */
export const chainSchema = z.object({
  underlying: z.string(),
  expiry: day,
  ts: epochMs,
  /** `recording`: as the chain itself was recorded, at `ts`. `quotes`: put together from the quotes in view. */
  readFrom: z.enum(['quotes', 'recording']),
  /** Of the index or share, paise. */
  spot: paise.nullable(),
  prevClose: paise.nullable(),
  forward: z.number().nullable(),
  forwardFrom: z.enum(['parity', 'spot']).nullable(),
  /** To the end of trading, a fraction of days. */
  daysLeft: z.number(),
  lotSize: z.int(),
  /** Ascending. */
  strikes: z.array(chainStrikeSchema),
  figures: chainFiguresSchema,
});
export type Chain = z.infer<typeof chainSchema>;

export const chainExpirySchema = z.object({
  expiry: day,
  daysLeft: z.number(),
  /** The last expiry of its month. */
  monthly: z.boolean(),
  strikes: z.int(),
});
export type ChainExpiry = z.infer<typeof chainExpirySchema>;

/** One moment of the ATM straddle. Paise; iv a fraction per year. */
export const straddlePointSchema = z.object({
  ts: epochMs,
  straddle: z.number(),
  strike: paise,
  iv: z.number().nullable(),
});
export type StraddlePoint = z.infer<typeof straddlePointSchema>;

/** An expiry at the money, for the term structure of volatility. Paise; iv a fraction per year. */
export const chainTermSchema = z.object({
  expiry: day,
  daysLeft: z.number(),
  atmIv: z.number().nullable(),
  forward: z.number().nullable(),
  straddle: z.number().nullable(),
});
export type ChainTerm = z.infer<typeof chainTermSchema>;

/** Which chain a topic or a call is about. */
export const chainChoiceSchema = z.strictObject({ underlying: z.string().max(40), expiry: day });
export type ChainChoice = z.infer<typeof chainChoiceSchema>;
