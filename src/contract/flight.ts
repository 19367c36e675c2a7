import { z } from 'zod';
import { epochMs } from './market.ts';
import { checkSchema, orderSchema } from './trading.ts';

/** Epoch ms with its fraction. */
const instant = z.number().nonnegative();

/**
 * What happened to an order, one thing at a time. press, received, checked, wire and answer are notes, kept beside the
 * journal; the others are entries of the journal or follow from them.
 */
export const flightStepSchema = z.object({
  kind: z.enum([
    'press',
    'received',
    'checked',
    'journal',
    'denied',
    'wire',
    'answer',
    'state',
    'fill',
    'request',
    'protect',
    'exit',
    'anomaly',
  ]),
  title: z.string(),
  detail: z.string().nullable(),
  at: instant,
  /** Milliseconds since the flight began. */
  since: z.number(),
  /** False: only the whole millisecond is known, from the journal. */
  exact: z.boolean(),
});
export type FlightStep = z.infer<typeof flightStepSchema>;

/** The flight record of an order: the journal is the truth, notes add what it does not keep. */
export const flightSchema = z.object({
  order: orderSchema,
  /** Our order id at the broker. */
  tag: z.string(),
  begun: z.object({ at: instant, by: z.enum(['press', 'received', 'journal']) }),
  /** Milliseconds of each leg; null where an end of it is not known. */
  legs: z.object({
    keyToWire: z.number().nullable(),
    wireToAck: z.number().nullable(),
    ackToFill: z.number().nullable(),
  }),
  steps: z.array(flightStepSchema),
  /** Every rule the order was decided by; null when that was not kept. */
  checks: z.array(checkSchema).nullable(),
  /** Sentences: what this record lacks, and why. */
  missing: z.array(z.string()),
  readAt: epochMs,
});
export type Flight = z.infer<typeof flightSchema>;
