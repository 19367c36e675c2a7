import { z } from 'zod';
import { epochMs, instrumentId, paise, uuid } from './market.ts';
import { limitsSchema } from './risk.ts';

/**
 * What a parameter is a figure of. COUNT: a whole number. PRICE: paise, typed in rupees or points. CHOICE: one of `options`.
 * FLAG: yes or no. TIME: "15:15", IST. INSTRUMENT: the id of what can be traded.
 */
export const strategyParameterKindSchema = z.enum(['COUNT', 'PRICE', 'CHOICE', 'FLAG', 'TIME', 'INSTRUMENT']);

/** The value of a parameter, as JSON; null: none, where the parameter allows it. */
export const strategyValueSchema = z.union([z.number(), z.string().max(100), z.boolean()]).nullable();
export type StrategyValue = z.infer<typeof strategyValueSchema>;

/** A parameter of a kind of strategy, as a form offers it. */
export const strategyParameterSchema = z.object({
  name: z.string(),
  kind: strategyParameterKindSchema,
  label: z.string(),
  /** Behind the label: "bars", "points"; empty when it has none. */
  unit: z.string(),
  /** A sentence: what it does. */
  help: z.string(),
  /** Of a new strategy; null of one that must be given, or may be left out. */
  default: strategyValueSchema,
  /** May be left out, which is null. */
  optional: z.boolean(),
  /** Bounds of a COUNT or PRICE, in the unit of the value. */
  min: z.number(),
  max: z.number(),
  /** Of a CHOICE. */
  options: z.array(z.object({ value: z.string(), label: z.string() })),
});
export type StrategyParameter = z.infer<typeof strategyParameterSchema>;

export const strategyKindSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** A sentence: what it does with the market. */
  help: z.string(),
  parameters: z.array(strategyParameterSchema),
});
export type StrategyKind = z.infer<typeof strategyKindSchema>;

/** By the name of the parameter. */
export const strategyParamsSchema = z.record(z.string().max(40), strategyValueSchema);
export type StrategyParams = z.infer<typeof strategyParamsSchema>;

export const strategyTermsSchema = z.strictObject({
  id: uuid,
  name: z.string().trim().min(1).max(40),
  kind: z.string().max(40),
  params: strategyParamsSchema,
});
export type StrategyTerms = z.infer<typeof strategyTermsSchema>;

/** A strategy of the desk and its day on the paper account. */
export const strategySchema = z.object({
  id: uuid,
  name: z.string(),
  type: z.enum(['built-in', 'custom', 'connector']),
  /** Id of its kind. */
  kind: z.string(),
  params: strategyParamsSchema,
  status: z.enum(['active', 'stopped']),
  /** A sentence when something other than the trader stopped it or holds its entries; else null. */
  statusReason: z.string().nullable(),
  /** The contract that it trades; null while it has none. */
  instrumentId: instrumentId.nullable(),
  /** Realised + unrealised − charges of its day. */
  net: paise,
  /** Open, long and short added up. */
  lots: z.number(),
  /** Of its day. */
  orders: z.int(),
  /** Its own, beside those of the account. */
  limits: limitsSchema,
  createdAt: epochMs,
});
export type StrategyView = z.infer<typeof strategySchema>;
