import { z } from 'zod';
import { day } from './market.ts';

/**
 * keyToWire: from the key press in the window to the order handed to the broker. wireToAck: from there to the broker's
 * answer. tickToScreen: from a tick's arrival to its figure painted. tickToRisk: from a tick reaching the risk watch to
 * the order, cancel or halt it set off.
 */
export const latencyKindSchema = z.enum(['keyToWire', 'wireToAck', 'tickToScreen', 'tickToRisk']);
export type LatencyKind = z.infer<typeof latencyKindSchema>;

/** Durations of one kind and day, milliseconds; percentiles are at most 3 % above the truth. */
export const latencyFigureSchema = z.object({
  kind: latencyKindSchema,
  count: z.int(),
  p50: z.number(),
  p99: z.number(),
  max: z.number(),
  /** Counts of ten buckets: up to `firstEdge` ms, up to twice that, and so on; the last has what is above. */
  histogram: z.array(z.int()),
  firstEdge: z.number(),
  /** The same of the newest samples alone; null when there are none since the start. */
  recent: z.object({ count: z.int(), p50: z.number(), p99: z.number() }).nullable(),
});
export type LatencyFigure = z.infer<typeof latencyFigureSchema>;

/** One IST day; a kind without a sample is absent. */
export const latencyDaySchema = z.object({ day, figures: z.array(latencyFigureSchema) });
export type LatencyDay = z.infer<typeof latencyDaySchema>;
