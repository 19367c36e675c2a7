import { z } from 'zod';

/** The most rows one query gives; what is beyond is cut and said. */
export const SQL_MOST_ROWS = 10_000;

export const sqlQuerySchema = z.strictObject({
  /** One SELECT over the tables of `sql.tables`. */
  sql: z.string().trim().min(1).max(20_000),
  limit: z.int().min(1).max(SQL_MOST_ROWS).default(1000),
});

/** number: sorts and draws as one. time: `YYYY-MM-DD HH:MM:SS.mmm`, IST. */
export const sqlColumnSchema = z.object({ name: z.string(), kind: z.enum(['number', 'time', 'text']) });
export type SqlColumn = z.infer<typeof sqlColumnSchema>;

export const sqlResultSchema = z.object({
  columns: z.array(sqlColumnSchema),
  rows: z.array(z.array(z.union([z.number(), z.string(), z.boolean(), z.null()]))),
  /** There were more rows than asked for. */
  cut: z.boolean(),
  /** How long it took, ms. */
  ms: z.number(),
});
export type SqlResult = z.infer<typeof sqlResultSchema>;
export type SqlCell = SqlResult['rows'][number][number];

/** What can be asked, with its columns. */
export const sqlTableSchema = z.object({
  name: z.string(),
  /** market: ticks, bars, chains. books: orders, trades, limits and logs of the desk. */
  of: z.enum(['market', 'books']),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
});
export type SqlTable = z.infer<typeof sqlTableSchema>;
