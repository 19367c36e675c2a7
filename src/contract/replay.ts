import { z } from 'zod';
import { intervalSchema, sideSchema } from './enums.ts';
import { day, epochMs, instrumentId, paise, uuid } from './market.ts';
import { orderSchema, tradeSchema } from './trading.ts';

/** `key` a press, `decision` what risk passed, `refusal` what nobody sent or took, `risk` what risk said besides an order. */
export const storyKindSchema = z.enum(['key', 'decision', 'refusal', 'order', 'fill', 'risk']);
export type StoryKind = z.infer<typeof storyKindSchema>;

/** One thing that happened to the account on a recorded day. */
export const storyEventSchema = z.object({
  /** Epoch ms with its fraction. */
  at: z.number().nonnegative(),
  kind: storyKindSchema,
  title: z.string(),
  /** With the figures that were decided on. */
  detail: z.string().nullable(),
  /** The order it is about; null: the account. */
  orderId: uuid.nullable(),
});
export type StoryEvent = z.infer<typeof storyEventSchema>;

/** An order as it rested at the exchange: from when to when, and where. */
export const restingSpanSchema = z.object({
  orderId: uuid,
  instrumentId,
  side: sideSchema,
  /** Epoch ms; `to` null: until the end of what is told. */
  from: epochMs,
  to: epochMs.nullable(),
  /** The limit, or the trigger of a stop; paise. */
  price: paise,
  stop: z.boolean(),
});
export type RestingSpan = z.infer<typeof restingSpanSchema>;

/** What the account did on the day that is replayed, as its own books have it. The replay's account has no part in it. */
export const dayStorySchema = z.object({
  day,
  accountName: z.string(),
  /** Oldest first, none later than the recording. */
  events: z.array(storyEventSchema),
  /** As they came to be, oldest first. */
  orders: z.array(orderSchema),
  /** Oldest first. */
  trades: z.array(tradeSchema),
  resting: z.array(restingSpanSchema),
  /** A sentence: why there can be nothing; null when all is told. */
  note: z.string().nullable(),
});
export type DayStory = z.infer<typeof dayStorySchema>;

/** One step of a paused replay: to the next or last tick of an instrument, or to where a bar begins. */
export const replayStepSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('tick'), instrumentId, back: z.boolean() }),
  z.strictObject({ by: z.literal('bar'), interval: intervalSchema, back: z.boolean() }),
]);
export type ReplayStep = z.infer<typeof replayStepSchema>;
