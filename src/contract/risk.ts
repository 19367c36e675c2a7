import { z } from 'zod';
import { tradingStateSchema } from './enums.ts';
import { epochMs, paise } from './market.ts';

export const limitsSchema = z.strictObject({
  /** The day's net loss that squares off and halts; paise, null = off. */
  maxLoss: paise.positive().nullable(),
  /** Open lots after an order, working and unknown entries counted; null = off. */
  maxLots: z.int().positive().nullable(),
});
export type Limits = z.infer<typeof limitsSchema>;

export const limitCounterSchema = z.object({
  code: z.string(),
  rule: z.string(),
  value: z.string(),
  limit: z.string(),
  ratio: z.number().nullable(),
  state: z.enum(['ok', 'near', 'reached', 'off']),
});
export type LimitCounter = z.infer<typeof limitCounterSchema>;

export const riskSchema = z.object({
  state: tradingStateSchema,
  since: epochMs,
  /** A sentence: what caused the state and what still works; null while ACTIVE. */
  reason: z.string().nullable(),
  limits: limitsSchema,
  counters: z.array(limitCounterSchema),
  denials: z.array(z.object({ at: epochMs, code: z.string(), message: z.string(), subject: z.string() })),
  /** Places, modifies and cancels in the last second, and what the broker allows. */
  ordersLastSecond: z.int(),
  ordersPerSecond: z.int(),
  reservedForExits: z.int(),
});
export type Risk = z.infer<typeof riskSchema>;
