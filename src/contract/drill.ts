import { z } from 'zod';
import { epochMs, uuid } from './market.ts';

/**
 * What a fault drill can break, with the cells of the fault matrix that each stands for, and what it does to the desk. The
 * order is that of the way: commands, their answers, the update stream, the books, the login, the market.
 */
export const DRILL_FAULTS = {
  answerLost: { cells: ['F15'], title: 'Answer lost', does: 'The broker takes an order and its answer never arrives.' },
  failedBefore: {
    cells: ['F15'],
    title: 'Server error',
    does: 'A command fails with a 5xx before the broker took it.',
  },
  rateLimited: { cells: ['F14'], title: 'Rate refused', does: 'The broker answers 429 and takes nothing.' },
  slowAnswers: { cells: [], title: 'Slow answers', does: 'Answers take up to three seconds.' },
  lateFill: {
    cells: ['F17', 'F18'],
    title: 'Fill after cancel',
    does: 'A cancel is confirmed while the order still works at the exchange, and may fill.',
  },
  streamStalled: {
    cells: ['F10', 'F11'],
    title: 'Updates stalled',
    does: 'The update stream stands open and silent, then tells all at once.',
  },
  updatesShuffled: {
    cells: ['F12'],
    title: 'Updates shuffled',
    does: 'Updates come up to three times, late and out of order.',
  },
  bookUnreliable: {
    cells: ['F16'],
    title: 'Order book unreliable',
    does: 'The order book lags, lacks its newest rows, or cannot be read.',
  },
  sessionExpired: {
    cells: ['F19'],
    title: 'Login expired',
    does: 'Every command is refused and no book is read until the login is renewed.',
  },
  feedSilent: { cells: ['F10'], title: 'Feed silent', does: 'No price arrives; stops held here freeze.' },
  priceGap: {
    cells: ['B4'],
    title: 'Gap through a stop',
    does: 'The price of a position with a stop jumps past it.',
  },
} as const satisfies Record<string, { cells: readonly string[]; title: string; does: string }>;

export type DrillFault = keyof typeof DRILL_FAULTS;
export const DRILL_FAULT_NAMES = Object.keys(DRILL_FAULTS) as [DrillFault, ...DrillFault[]];
export const drillFaultSchema = z.enum(DRILL_FAULT_NAMES);

/** Shortest and longest drill, seconds. */
export const DRILL_SECONDS = { least: 10, most: 600 } as const;

export const drillPlanSchema = z.strictObject({
  faults: z.array(drillFaultSchema).min(1).max(DRILL_FAULT_NAMES.length),
  seconds: z.int().min(DRILL_SECONDS.least).max(DRILL_SECONDS.most),
  /** The same seed breaks the same things at the same seconds. */
  seed: z.int().min(0).max(2_147_483_647),
});
export type DrillPlan = z.infer<typeof drillPlanSchema>;

/** One part of the score: what was found, and how its points are counted. */
export const drillPartSchema = z.object({
  key: z.enum(['protection', 'orders', 'unknown', 'limits', 'books']),
  title: z.string(),
  points: z.number(),
  /** 0: nothing happened that this part could be judged by; it does not count. */
  possible: z.number(),
  finding: z.string(),
  rule: z.string(),
});
export type DrillPart = z.infer<typeof drillPartSchema>;

export const drillReportSchema = z.object({
  id: uuid,
  plan: drillPlanSchema,
  startedAt: epochMs,
  endedAt: epochMs,
  endedBy: z.enum(['time', 'hand', 'restart']),
  /** 0–100: points of the parts that count over what they may give, rounded down; null when a restart ended it. */
  score: z.int().min(0).max(100).nullable(),
  parts: z.array(drillPartSchema),
  /** How often each fault was switched on, and how many commands, updates, reads or ticks it struck. */
  faults: z.array(z.object({ fault: drillFaultSchema, windows: z.int(), hits: z.int() })),
  /** Seconds each position was held and had a working stop, and what it lacked otherwise. */
  positions: z.array(
    z.object({
      name: z.string(),
      heldSeconds: z.number(),
      protectedSeconds: z.number(),
      lacked: z.array(z.object({ why: z.string(), seconds: z.number() })),
    }),
  ),
  /** Orders whose outcome was not known for a while. */
  unknown: z.array(z.object({ order: z.string(), seconds: z.number(), became: z.string() })),
});
export type DrillReport = z.infer<typeof drillReportSchema>;

export const drillSchema = z.object({
  /** Why no drill can be started, a sentence; null when one can. */
  refusal: z.string().nullable(),
  run: z
    .object({
      id: uuid,
      plan: drillPlanSchema,
      startedAt: epochMs,
      endsAt: epochMs,
      /** settling: every fault is off, and the books are awaited. */
      state: z.enum(['running', 'settling']),
      active: z.array(drillFaultSchema),
    })
    .nullable(),
  last: drillReportSchema.nullable(),
});
export type Drill = z.infer<typeof drillSchema>;
