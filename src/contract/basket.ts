import { z } from 'zod';
import { sideSchema } from './enums.ts';
import { wireErrorSchema } from './errors.ts';
import { instrumentId, paise, uuid } from './market.ts';
import { orderSchema } from './trading.ts';

/** What becomes of the filled legs when another one fails: taken back, kept, or left for the trader to say. */
export const onFailureSchema = z.enum(['ROLLBACK', 'KEEP', 'ASK']);
export type OnFailure = z.infer<typeof onFailureSchema>;

export const basketLegSchema = z.strictObject({
  instrumentId,
  side: sideSchema,
  /** Lots of this leg for each lot of the basket. */
  ratio: z.int().min(1).max(20),
});
export type BasketLeg = z.infer<typeof basketLegSchema>;

/** Several orders as one: bought legs go first, since they hedge the sold ones; all at market, protected. */
export const basketSchema = z.strictObject({
  /** Made once per press: the same id is never placed twice. */
  basketId: uuid,
  legs: z.array(basketLegSchema).min(1).max(12),
  lots: z.int().positive().max(10_000),
  onFailure: onFailureSchema,
});
export type Basket = z.infer<typeof basketSchema>;

/** An order that would go out, or that would take a filled leg back. */
const estimateSchema = z.object({
  instrumentId,
  name: z.string(),
  side: sideSchema,
  lots: z.int(),
  quantity: z.int(),
  /** Paise per unit it would trade at now; null without a market. */
  price: paise.nullable(),
});
export type BasketEstimate = z.infer<typeof estimateSchema>;

export const basketPreviewSchema = z.object({
  /** In the order they would be sent. */
  legs: z.array(estimateSchema.extend({ denial: wireErrorSchema.nullable() })),
  /** What would undo the legs, and at what price now. */
  rollback: z.array(estimateSchema),
  /** Paid, or received when negative; paise. Null without a market for a leg. */
  premium: paise.nullable(),
  /** Margin once every leg is filled, not of the legs one by one. */
  marginAfter: paise,
  availableAfter: paise,
  charges: paise,
  denial: wireErrorSchema.nullable(),
});
export type BasketPreview = z.infer<typeof basketPreviewSchema>;

export const basketResultSchema = z.object({
  basketId: uuid,
  /** DONE: every leg is filled. ASKS: a leg failed and the trader decides. OPEN: it is neither whole nor taken back whole. */
  state: z.enum(['DONE', 'KEPT', 'ASKS', 'ROLLED_BACK', 'OPEN']),
  /** What happened, a sentence. */
  message: z.string(),
  orders: z.array(orderSchema),
  /** What would take back the filled legs, at prices of now. */
  rollback: z.array(estimateSchema),
});
export type BasketResult = z.infer<typeof basketResultSchema>;
