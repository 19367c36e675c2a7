import { z } from 'zod';
import { instrumentId, paise, uuid } from './market.ts';

const offset = z.int().positive();

/** How a stop follows the price; lengths in paise, favourable moves positive. */
export const trailSchema = z.strictObject({
  /** STEP: for every `every` gained, `by`. DISTANCE: `by` behind the best price. PERCENT: that part behind it. */
  follow: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('STEP'), every: offset, by: offset }),
      z.strictObject({ type: z.literal('DISTANCE'), by: offset }),
      z.strictObject({ type: z.literal('PERCENT'), percent: z.number().positive().max(99) }),
    ])
    .nullable(),
  /** Nothing follows until the price has gained this much; 0 = at once. */
  after: z.int().nonnegative(),
  /** Once this much is gained the stop is at the entry price at least; null = off. */
  breakEvenAfter: offset.nullable(),
});
export type Trail = z.infer<typeof trailSchema>;

/**
 * Once the profit has reached `trigger`, no less than `floor` is kept; with a trail, the floor rises by `by` for every
 * `every` gained beyond the trigger. Paise.
 */
export const profitLockSchema = z.strictObject({
  trigger: offset,
  floor: offset,
  trail: z.strictObject({ every: offset, by: offset }).nullable(),
});
export type ProfitLock = z.infer<typeof profitLockSchema>;

/** What a lock keeps the profit of: a position, or a strategy's positions together; null is all by hand. */
export const lockScopeSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('POSITION'), instrumentId }),
  z.strictObject({ type: z.literal('STRATEGY'), strategyId: uuid.nullable() }),
]);
export type LockScope = z.infer<typeof lockScopeSchema>;

/** `net`: charges are taken off the profit before it is held against the lock. */
export const lockTermsSchema = profitLockSchema.extend({ net: z.boolean() });
export type LockTerms = z.infer<typeof lockTermsSchema>;

/** A profit lock that watches, or that was hit and closes its scope. */
export const heldLockSchema = z.object({
  id: uuid,
  scope: lockScopeSchema,
  /** What it is of, as a person says it: a contract, a strategy, all by hand. */
  name: z.string(),
  terms: lockTermsSchema,
  phase: z.enum(['IDLE', 'LOCKED', 'HIT']),
  /** Paise; null while IDLE. */
  floor: paise.nullable(),
  /** As the lock measures it: booked since the day it was armed, and open at the price an exit would get. Null: frozen. */
  profit: paise.nullable(),
});
export type HeldLock = z.infer<typeof heldLockSchema>;
