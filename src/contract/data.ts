import { z } from 'zod';
import { day, epochMs, instrumentId } from './market.ts';

/** A day of a source, `sim` or `import:<file name>`. */
export const sourceDaySchema = z.strictObject({ day, source: z.string().max(200) });
export type SourceDay = z.infer<typeof sourceDaySchema>;

/** What is kept of one day of one source. */
export const dataDaySchema = z.object({
  day,
  source: z.string(),
  ticks: z.number(),
  symbols: z.int(),
  /** Of the ticks; null without any. */
  from: epochMs.nullable(),
  to: epochMs.nullable(),
  /** Of one minute. */
  bars: z.number(),
  chainRows: z.number(),
  /** The day is over; only then is it sorted, archived or deleted. */
  closed: z.boolean(),
  /** Laid in order of instrument and time. */
  sorted: z.boolean(),
  /** In files of its own; `missing` when one of them is gone or was changed: those rows are not read. */
  archive: z.enum(['none', 'part', 'whole', 'missing']),
  /** Of the archive's files; what lies in the database has no size of its own. */
  archiveBytes: z.number(),
});
export type DataDay = z.infer<typeof dataDaySchema>;

/** How long days are kept, by kind; null: for ever. */
export const retentionSchema = z.strictObject({
  tickDays: z.int().min(1).max(36_500).nullable(),
  chainDays: z.int().min(1).max(36_500).nullable(),
  /** Days that are not archived go too. */
  unarchived: z.boolean(),
});
export type Retention = z.infer<typeof retentionSchema>;

export const dataOverviewSchema = z.object({
  /** Newest first. */
  days: z.array(dataDaySchema),
  databaseBytes: z.number(),
  archiveBytes: z.number(),
  /** On the disk of the data folder; below `keptFreeBytes` no ticks are stored. */
  freeBytes: z.number(),
  keptFreeBytes: z.number(),
  retention: retentionSchema,
});
export type DataOverview = z.infer<typeof dataOverviewSchema>;

/** What is kept of one symbol on one day. */
export const dataSymbolSchema = z.object({
  instrumentId,
  symbol: z.string(),
  ticks: z.number(),
  from: epochMs.nullable(),
  to: epochMs.nullable(),
  bars: z.number(),
  /** As an underlying. */
  chainRows: z.number(),
  /** Ticks that were not recorded but taken from elsewhere. */
  backfilled: z.number(),
  /** Ticks of a feed that caught up: kept, not drawn. */
  caughtUp: z.number(),
});
export type DataSymbol = z.infer<typeof dataSymbolSchema>;

/** A stretch of the session in which nothing came. */
export const dataGapSchema = z.object({
  /** FEED: from no instrument at all. INSTRUMENT: from this one alone, far longer than it is usually silent. */
  kind: z.enum(['FEED', 'INSTRUMENT']),
  instrumentId: instrumentId.nullable(),
  symbol: z.string().nullable(),
  from: epochMs,
  to: epochMs,
  /** Ticks within the second after it: many are a feed that catches up. */
  burst: z.int(),
  /** Ticks that were taken from elsewhere since. */
  backfilled: z.int(),
});
export type DataGap = z.infer<typeof dataGapSchema>;

export const dayDetailSchema = z.object({ symbols: z.array(dataSymbolSchema), gaps: z.array(dataGapSchema) });
export type DayDetail = z.infer<typeof dayDetailSchema>;

/** What to write into a file: rows of some symbols (none named: all) of a range of days, both included. */
export const dataExportSchema = z.strictObject({
  what: z.enum(['ticks', 'bars', 'chain']),
  format: z.enum(['csv', 'parquet']),
  source: z.string().max(200),
  symbols: z.array(z.string().max(60)).max(2000),
  from: day,
  to: day,
  /** Where to; a relative name is of the data folder's `exports`. */
  path: z.string().min(1).max(4096),
});
export type DataExport = z.infer<typeof dataExportSchema>;

/** Where what is missing is taken from: the simulated market, or another source of the same day. */
export const backfillSchema = sourceDaySchema.extend({ from: z.string().max(200) });
export type Backfill = z.infer<typeof backfillSchema>;
