import { z } from 'zod';
import { productSchema, sideSchema } from './enums.ts';
import { epochMs, instrumentId, paise, uuid } from './market.ts';

/** A row of the broker's book that may be an order of ours whose outcome is not known. */
export const candidateRowSchema = z.object({
  brokerOrderId: z.string(),
  side: sideSchema,
  quantity: z.int(),
  filled: z.int(),
  price: paise,
  product: productSchema,
  status: z.string(),
  /** The broker's time. */
  ts: epochMs,
});
export type CandidateRow = z.infer<typeof candidateRowSchema>;

/** An order whose outcome is not known, and how far the proof has come. */
export const unknownOrderSchema = z.object({
  orderId: uuid,
  since: epochMs,
  /** It has waited too long for a proof: the trader is asked what became of it. */
  asked: z.boolean(),
  /** False for a broker that does not repeat our tag: nothing but the trader can tell. */
  provable: z.boolean(),
  /** Complete reads of the broker's book without it, and how many prove that it was never placed. */
  reads: z.int(),
  readsNeeded: z.int(),
  /** Before this moment it cannot be proven absent. */
  provenFrom: epochMs,
  candidates: z.array(candidateRowSchema),
});
export type UnknownOrder = z.infer<typeof unknownOrderSchema>;

/** One position in both books: units, negative when short. */
export const bookLineSchema = z.object({
  instrumentId,
  name: z.string(),
  product: productSchema,
  lotSize: z.int(),
  own: z.int(),
  broker: z.int(),
  /** The broker's units less ours. */
  units: z.int(),
  /** What that is worth at the mark, paise; null without a mark. */
  value: paise.nullable(),
  /** The trader accepted exactly this difference. */
  accepted: z.boolean(),
});
export type BookLine = z.infer<typeof bookLineSchema>;

/**
 * Our books beside the broker's. waiting: not read yet. agreed: entries are open. accepted: they differ by nothing but what
 * was accepted, entries are open. differs, unread: entries wait.
 */
export const reconciliationSchema = z.object({
  state: z.enum(['waiting', 'agreed', 'accepted', 'differs', 'unread']),
  /** Why entries wait, a sentence; null while they are open. */
  reason: z.string().nullable(),
  /** When the broker's books were last read whole; null before that. */
  readAt: epochMs.nullable(),
  reading: z.boolean(),
  lines: z.array(bookLineSchema),
  /** The account's money, paise: paid in, and moved by trades and charges since. `broker` null: it does not tell. */
  cash: z.object({ own: paise, broker: paise.nullable(), difference: paise, accepted: z.boolean() }),
  /** Names the differences shown; accepting takes it, so that nothing else is accepted. Null without any. */
  token: z.string().nullable(),
  accepted: z.object({ reason: z.string(), at: epochMs }).nullable(),
  unknown: z.array(unknownOrderSchema),
});
export type Reconciliation = z.infer<typeof reconciliationSchema>;

/** What the trader says became of an unknown order. */
export const unknownAnswerSchema = z.discriminatedUnion('is', [
  /** It is this row of the broker's book. */
  z.strictObject({ is: z.literal('row'), brokerOrderId: z.string().min(1).max(100) }),
  /** It was never placed. */
  z.strictObject({ is: z.literal('never'), reason: z.string().trim().min(3).max(200) }),
  /** Not yet: it is asked again. */
  z.strictObject({ is: z.literal('wait') }),
]);
export type UnknownAnswer = z.infer<typeof unknownAnswerSchema>;
