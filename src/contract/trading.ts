import { z } from 'zod';
import {
  orderSourceSchema,
  orderStateSchema,
  orderStatusSchema,
  orderTypeSchema,
  productSchema,
  sideSchema,
  validitySchema,
} from './enums.ts';
import { epochMs, instrumentId, paise, uuid } from './market.ts';
import { wireErrorSchema } from './errors.ts';
import { trailSchema } from './protection.ts';

const price = z.int().positive();

/** The key press behind a call, by the engine's monotonic clock, ms; absent or null: not known. It decides nothing. */
export const pressedAt = z.number().nullable().optional();

/**
 * What a trader asks for. `intentId` is made once per key press: the same id is never placed twice.
 * MARKET carries no price (the engine sets a protected limit); prices in paise.
 */
export const intentSchema = z.strictObject({
  intentId: uuid,
  instrumentId,
  side: sideSchema,
  lots: z.int().positive().max(100_000),
  orderType: orderTypeSchema,
  price: price.nullable(),
  /** A stop: the order rests at the broker until the market trades here, paise. LIMIT is an SL-L, MARKET an SL-M. */
  triggerPrice: price.nullable(),
  validity: validitySchema,
  tpPrice: price.nullable(),
  slPrice: price.nullable(),
  /** The strategy it belongs to, whose limits and locks hold for it besides; absent or null: by hand. */
  strategyId: uuid.nullable().optional(),
  /** The trader has seen the duplicate or price warning and repeats the order on purpose. */
  confirmed: z.boolean(),
  pressedAt,
});
export type Intent = z.infer<typeof intentSchema>;

export const orderSchema = z.object({
  id: uuid,
  intentId: uuid,
  /** The entry order whose target or stop this is. */
  parentId: uuid.nullable(),
  /** The intent this is a part of: a slice by the freeze quantity, a leg of a basket, an order of a square-off. */
  partOf: uuid.nullable(),
  /** The strategy it belongs to; null: by hand. */
  strategyId: uuid.nullable(),
  instrumentId,
  symbol: z.string(),
  name: z.string(),
  side: sideSchema,
  product: productSchema,
  orderType: orderTypeSchema,
  source: orderSourceSchema,
  lots: z.int(),
  lotSize: z.int(),
  quantity: z.int(),
  filled: z.int(),
  /** Paise times units filled; divide by `filled` for the average. */
  filledValue: z.int(),
  price: paise.nullable(),
  triggerPrice: paise.nullable(),
  validity: validitySchema,
  tpPrice: paise.nullable(),
  slPrice: paise.nullable(),
  state: orderStateSchema,
  status: orderStatusSchema,
  /** A modify or cancel under way. */
  pendingRequest: z.enum(['modify', 'cancel']).nullable(),
  brokerOrderId: z.string().nullable(),
  /** Why it was denied, rejected, cancelled or is unknown. */
  reason: wireErrorSchema.nullable(),
  createdAt: epochMs,
  updatedAt: epochMs,
});
export type Order = z.infer<typeof orderSchema>;

export const tradeSchema = z.object({
  id: uuid,
  orderId: uuid,
  instrumentId,
  symbol: z.string(),
  name: z.string(),
  side: sideSchema,
  lotSize: z.int(),
  quantity: z.int(),
  fillPrice: paise,
  /** Realised by this fill, gross of charges. */
  pnl: paise,
  charges: paise,
  timestamp: epochMs,
});
export type Trade = z.infer<typeof tradeSchema>;

export const positionSchema = z.object({
  instrumentId,
  symbol: z.string(),
  name: z.string(),
  product: productSchema,
  lotSize: z.int(),
  /** Units, negative when short. */
  netQty: z.int(),
  /**
   * Signed paise paid for `netQty`; divide by it for the average. A future carried overnight stands at its settlement price,
   * what it had moved before being booked (P10).
   */
  cost: paise,
  /** Null before the first tick. */
  ltp: paise.nullable(),
  unrealised: paise,
  /** Booked today, gross. */
  realised: paise,
  charges: paise,
  /** The armed target of this position, if any; held by the terminal. */
  tpPrice: paise.nullable(),
  /** The stop in force, as far as a trail has brought it. */
  slPrice: paise.nullable(),
  /** How the stop follows the price; null: it stays. */
  trail: trailSchema.nullable(),
  /** Where the stop is: resting at the exchange for all of it, or held by the terminal; null without a stop. */
  stopHome: z.enum(['EXCHANGE', 'TERMINAL']).nullable(),
  /**
   * OK: the stop acts, also one at the exchange alone while the feed is stale. DEGRADED: a stop held by the terminal is
   * frozen and nothing else protects, or whether the one sent to the exchange is there is not known. UNPROTECTED: an exit that the stop or target sent is not filled after a second.
   * Null without a stop, and for that second.
   */
  protection: z.enum(['OK', 'DEGRADED', 'UNPROTECTED']).nullable(),
  /** True while the target and stop are frozen: the feed is stale. */
  protectionFrozen: z.boolean(),
  /** What is out of the ordinary, a sentence: it has expired and is not settled yet. */
  note: z.string().nullable(),
  updatedAt: epochMs,
});
export type Position = z.infer<typeof positionSchema>;

/** The account's day. All paise; net = realised + unrealised − charges. */
export const fundsSchema = z.object({
  accountId: uuid,
  accountName: z.string(),
  opening: paise,
  available: paise,
  /** An estimate of our own, see docs. */
  marginUsed: paise,
  realised: paise,
  unrealised: paise,
  charges: paise,
  net: paise,
});
export type Funds = z.infer<typeof fundsSchema>;

export const checkSchema = z.object({
  /** The rule, e.g. "Open lots". */
  rule: z.string(),
  code: z.string(),
  passed: z.boolean(),
  /** The value and limit as a person reads them. */
  value: z.string(),
  limit: z.string(),
  /** value ÷ limit, 0–1 and above, or null when it has no such ratio. */
  ratio: z.number().nullable(),
});
export type Check = z.infer<typeof checkSchema>;

/** What the ticket shows before sending. Paise. */
export const previewSchema = z.object({
  quantity: z.int(),
  /** The limit price that would go out; for MARKET the protection price. */
  price: paise.nullable(),
  positionAfterQty: z.int(),
  positionAfterCost: paise,
  premium: paise,
  marginAfter: paise,
  availableAfter: paise,
  chargesOneWay: paise,
  /** Loss at the stop, both ways' charges counted, or null without a stop. */
  worstCase: paise.nullable(),
  bandLow: paise.nullable(),
  bandHigh: paise.nullable(),
  freezeQty: z.int().nullable(),
  /** Orders it goes out in: more than one above the freeze quantity. */
  orders: z.int(),
  checks: z.array(checkSchema),
  denial: wireErrorSchema.nullable(),
});
export type Preview = z.infer<typeof previewSchema>;

export const flattenPreviewSchema = z.object({
  /** Names the books the preview was made from; flattenAll refuses another. */
  token: z.string(),
  cancels: z.int(),
  legs: z.array(
    z.object({
      instrumentId,
      name: z.string(),
      side: sideSchema,
      quantity: z.int(),
      lots: z.int(),
      estimate: paise.nullable(),
    }),
  ),
});
export type FlattenPreview = z.infer<typeof flattenPreviewSchema>;
