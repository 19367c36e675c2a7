import { z } from 'zod';
import { chainMappingFields } from './chain-import.ts';
import { logTypeSchema, modeSchema } from './enums.ts';
import { day, epochMs, feedHealthSchema, instrumentId, sessionPhaseSchema, uuid } from './market.ts';

export const replayStatusSchema = z.object({
  day,
  source: z.string(),
  playing: z.boolean(),
  speed: z.number(),
  from: epochMs,
  to: epochMs,
  at: epochMs,
  ended: z.boolean(),
});
export type ReplayStatus = z.infer<typeof replayStatusSchema>;

/** The frame's figures; pushed at most twice a second, and at once on a change of mode. */
export const statusSchema = z.object({
  mode: modeSchema,
  accountName: z.string(),
  /** The session's clock: replay time in a replay. */
  now: epochMs,
  phase: sessionPhaseSchema,
  feeds: z.array(feedHealthSchema),
  replay: replayStatusSchema.nullable(),
  /** Books agree with the broker's since this moment; null until they do. */
  reconciledAt: epochMs.nullable(),
  recorder: z.object({ recorded: z.number(), queued: z.number(), dropped: z.number(), error: z.string().nullable() }),
  outbox: z.int(),
});
export type Status = z.infer<typeof statusSchema>;

export const logEntrySchema = z.object({
  id: uuid,
  seq: z.int(),
  type: logTypeSchema,
  message: z.string(),
  createdAt: epochMs,
});
export type LogEntry = z.infer<typeof logEntrySchema>;

export const recordedDaySchema = z.object({
  day,
  /** `sim`, or `import:<file name>`. */
  source: z.string(),
  rows: z.number(),
  symbols: z.int(),
  from: epochMs,
  to: epochMs,
});
export type RecordedDay = z.infer<typeof recordedDaySchema>;

/** Which column of the file feeds which field; a null field is absent from the file. */
export const importMappingSchema = z.strictObject({
  symbol: z.string().nullable(),
  /** The symbol of every row when the file has no such column. */
  fixedSymbol: z.string().nullable(),
  kind: z.string().nullable(),
  ts: z.string(),
  /** The time of day, where `ts` is the date alone. */
  time: z.string().nullable(),
  /** Of bars the close. */
  ltp: z.string(),
  /** All three: the rows are bars, `ts` is where each begins and `volume` what was traded in it. */
  open: z.string().nullable(),
  high: z.string().nullable(),
  low: z.string().nullable(),
  volume: z.string().nullable(),
  seq: z.string().nullable(),
  bid: z.string().nullable(),
  ask: z.string().nullable(),
  oi: z.string().nullable(),
  ...chainMappingFields,
});
export type ImportMapping = z.infer<typeof importMappingSchema>;

export const importReportSchema = z.object({
  file: z.string(),
  source: z.string(),
  rowsRead: z.number(),
  rowsKept: z.number(),
  /** What was kept with a mark, each with its count and what was done about it. */
  flagged: z.array(z.object({ code: z.string(), label: z.string(), rows: z.number(), treatment: z.string() })),
  /** What was not kept, by reason, with an example row. */
  refused: z.array(z.object({ code: z.string(), label: z.string(), rows: z.number(), example: z.string() })),
  days: z.array(day),
  symbols: z.int(),
  seconds: z.number(),
  /** Set when the same file's rows were already here: nothing was added twice. */
  replaced: z.boolean(),
});
export type ImportReport = z.infer<typeof importReportSchema>;

/** Long work: shown with its progress, time left and a cancel. */
export const jobSchema = z.object({
  id: uuid,
  title: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** 0–1. */
  progress: z.number(),
  /** Seconds left, or null when not known. */
  secondsLeft: z.number().nullable(),
  message: z.string().nullable(),
  report: importReportSchema.nullable(),
});
export type Job = z.infer<typeof jobSchema>;

export const watchlistSchema = z.object({ id: uuid, name: z.string(), instrumentIds: z.array(instrumentId) });
export type Watchlist = z.infer<typeof watchlistSchema>;
