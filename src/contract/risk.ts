import { z } from 'zod';
import { tradingStateSchema } from './enums.ts';
import { epochMs, paise } from './market.ts';

const money = paise.positive().nullable();
const count = z.int().positive().nullable();

/** What a trader may do. Each is positive, null = off; limit-parameters.ts says what each means. */
export const limitsSchema = z.strictObject({
  /** The day's net loss that squares off and halts; paise. */
  maxLoss: money,
  /** Open lots after an order, working and unknown entries counted. */
  maxLots: count,
  /** The day's net that must stay once `profitLockAt` was reached; paise. */
  profitLock: money,
  /** The day's net that arms the profit lock; paise. Null: one and a half times `profitLock`. */
  profitLockAt: money,
  /** Points by which the stop of a position follows its best price. */
  trailingSl: count,
  /** The step form of the trail: for every so many points won, the stop moves by `trailBy`. */
  trailEvery: count,
  trailBy: count,
  maxOrderLots: count,
  maxOrderValue: money,
  maxOpenValue: money,
  maxOpenOrdersSymbol: count,
  maxOpenOrdersStrategy: count,
  maxOrdersDay: count,
  repeatFills: count,
  maxDrawdown: money,
  maxTrades: count,
  maxLossStreak: count,
  cooldownMinutes: count,
  maxRejects: count,
  maxPositionLots: count,
  maxShortLots: count,
  maxPremium: money,
  maxDelta: count,
  maxVega: money,
  maxOrderToTrade: count,
  maxModifications: count,
});
export type Limits = z.infer<typeof limitsSchema>;
export type LimitKey = keyof Limits;

/** Every limit that exists, in the order of the contract. */
export const LIMIT_KEYS = Object.keys(limitsSchema.shape) as LimitKey[];

/** Limits that are not named stay as they are. */
export const limitChangesSchema = limitsSchema.partial();
export type LimitChanges = Partial<Limits>;

export const limitCounterSchema = z.object({
  code: z.string(),
  rule: z.string(),
  value: z.string(),
  limit: z.string(),
  ratio: z.number().nullable(),
  state: z.enum(['ok', 'near', 'reached', 'off']),
});
export type LimitCounter = z.infer<typeof limitCounterSchema>;

export const lockKindSchema = z.enum([
  'DAY_LOSS',
  'PROFIT',
  'DRAWDOWN',
  'TRADE_COUNT',
  'LOSS_STREAK',
  'COOLDOWN',
  'REJECTS',
  'REPEATED_FILLS',
  'STRATEGY',
]);
export type LockKind = z.infer<typeof lockKindSchema>;

/** What keeps entries out. It opens by itself at `endsAt`, or by hand with a reason from `opensAt` on. */
export const riskLockSchema = z.object({
  id: z.string(),
  kind: lockKindSchema,
  since: epochMs,
  /** By hand, with a reason, no earlier than this. */
  opensAt: epochMs,
  /** By itself. */
  endsAt: epochMs,
  /** A sentence. */
  reason: z.string(),
  /** The name of the strategy whose entries it keeps out; null: everybody's. */
  strategy: z.string().nullable(),
});
export type RiskLock = z.infer<typeof riskLockSchema>;

/**
 * An entry that would trade with an own order resting on the other side: BLOCK refuses it, CANCEL_RESTING cancels that one
 * and sends the entry once the cancel is confirmed.
 */
export const selfTradeSchema = z.enum(['BLOCK', 'CANCEL_RESTING']);
export type SelfTradeMode = z.infer<typeof selfTradeSchema>;

/** Typed beside the reason to trade again after a halt: the second of two steps. */
export const REARM_WORD = 'RE-ARM';

export const riskSchema = z.object({
  state: tradingStateSchema,
  /** False while the state holds in memory only, since the disk refuses it; it is written again until it is true. */
  durable: z.boolean(),
  since: epochMs,
  /** A sentence: what caused the state and what still works; null while ACTIVE. */
  reason: z.string().nullable(),
  /** In force: the tighter of the trader's own and the owner's. */
  limits: limitsSchema,
  /** Loosened limits that wait for their time. */
  pending: z.array(z.object({ key: z.enum(LIMIT_KEYS), value: z.int().nullable(), from: epochMs })),
  locks: z.array(riskLockSchema),
  selfTrade: selfTradeSchema,
  counters: z.array(limitCounterSchema),
  denials: z.array(z.object({ at: epochMs, code: z.string(), message: z.string(), subject: z.string() })),
  /** Places, modifies and cancels in the last second, and what the broker allows. */
  ordersLastSecond: z.int(),
  ordersPerSecond: z.int(),
  reservedForExits: z.int(),
});
export type Risk = z.infer<typeof riskSchema>;
