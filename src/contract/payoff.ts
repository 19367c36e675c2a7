import { z } from 'zod';
import { day, epochMs, instrumentId, paise } from './market.ts';

export const payoffLegSchema = z.strictObject({
  instrumentId,
  /** Whole lots, negative when sold. */
  lots: z
    .int()
    .min(-10_000)
    .max(10_000)
    .refine((lots) => lots !== 0, 'a leg has lots'),
  /** Paise per unit it is entered at; null takes the mid of the market. */
  price: paise.nonnegative().nullable(),
});
export type PayoffLegAsked = z.infer<typeof payoffLegSchema>;

/** What is supposed of the market; the days end with the first expiry of the legs. */
export const payoffWhatIfSchema = z.strictObject({
  /** Paise that the spot moves by; null leaves it where it is. */
  spotShift: paise.nullable(),
  /** Percentage points that every volatility moves by. */
  ivShift: z.number().min(-100).max(100),
  daysForward: z.number().min(0).max(4000),
});
export type PayoffWhatIf = z.infer<typeof payoffWhatIfSchema>;

export const payoffArgsSchema = z.strictObject({
  legs: z.array(payoffLegSchema).min(1).max(20),
  whatIf: payoffWhatIfSchema,
});
export type PayoffArgs = z.infer<typeof payoffArgsSchema>;

/** Of a leg or all of them, for the quantity held; null when a volatility is not known. */
export const payoffGreeksSchema = z.object({
  /** Paise of worth for a paisa of the forward. */
  delta: z.number().nullable(),
  /** Change of delta for a rupee of the forward. */
  gamma: z.number().nullable(),
  /** Paise a calendar day. */
  theta: z.number().nullable(),
  /** Paise a percentage point of volatility. */
  vega: z.number().nullable(),
});
export type PayoffGreeks = z.infer<typeof payoffGreeksSchema>;

export const pricedPayoffLegSchema = payoffGreeksSchema.extend({
  instrumentId,
  name: z.string(),
  lots: z.int(),
  /** Units, negative when sold. */
  quantity: z.int(),
  /** Paise per unit it is entered at; null without a market, where none was given. */
  price: paise.nullable(),
  /** Per year, a fraction; null with the reason, and without one for a future. */
  iv: z.number().nullable(),
  ivReason: z.string().nullable(),
});
export type PricedPayoffLeg = z.infer<typeof pricedPayoffLegSchema>;

/** Profit and loss at the first expiry, paise, before charges. */
export const payoffFiguresSchema = z.object({
  /** Null when nothing bounds it. */
  maxProfit: paise.nullable(),
  /** Negative when money is lost; null when nothing bounds it. */
  maxLoss: paise.nullable(),
  /** Where the result turns, ascending, paise of the spot. */
  breakEvens: z.array(paise),
  /** A leg outlives the first expiry: it is worth then what its own volatility of now says. */
  estimated: z.boolean(),
  /** Of a profit, 0 to 1, the forward lognormal at the volatility of the money; null without one. */
  chance: z.number().nullable(),
  /** Most to win for each rupee that can be lost; null when either has no bound or nothing is at risk. */
  rewardToRisk: z.number().nullable(),
});
export type PayoffFigures = z.infer<typeof payoffFiguresSchema>;

/** A set of legs on one underlying: what it is worth now, at expiry, and under a supposition. Money in paise. */
export const payoffSchema = z.object({
  underlying: z.string(),
  ts: epochMs,
  spot: paise,
  /** Where the spot is from: the index or share, or the forward of the first expiry when that has no price here. */
  spotFrom: z.enum(['market', 'forward']),
  legs: z.array(pricedPayoffLegSchema),
  net: payoffGreeksSchema,
  /** The first expiry of the legs, where the figures hold. */
  expiry: day,
  /** When trading ends on it. */
  expiresAt: epochMs,
  /** Of the first expiry at the money, per year, a fraction. */
  atmIv: z.number().nullable(),
  /** One standard deviation of the forward to the first expiry. */
  sigma: z.object({ low: paise, high: paise }).nullable(),
  /** Null when a leg has no price. */
  figures: payoffFiguresSchema.nullable(),
  /** Of these legs alone, an estimate of our own. */
  margin: paise.nullable(),
  /** Of entering the legs. */
  charges: paise.nullable(),
  /** Results by spot, ascending; null where a price or a volatility is not known. */
  curves: z.object({
    spot: z.array(paise),
    expiry: z.array(paise).nullable(),
    now: z.array(paise).nullable(),
    whatIf: z.array(paise).nullable(),
  }),
  /** The result at the spot of now. */
  now: paise.nullable(),
  /** The supposed spot and moment, and the result there. */
  marked: z.object({ spot: paise, ts: epochMs, value: paise.nullable() }),
  /** What is not known, a sentence each. */
  problems: z.array(z.string()),
});
export type Payoff = z.infer<typeof payoffSchema>;
