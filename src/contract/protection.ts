import { z } from 'zod';

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
