import type { Clock } from '../../core/clock.ts';
import type { ImportProgress } from '../tick-store.ts';
import type { DuckDbConnection } from './open-duckdb.ts';
import type { SourceIds } from './source-ids.ts';
import type { TickIds } from './tick-ids.ts';
import type { ImportQuestion, ImportQuestions } from './tick-store-protocol.ts';

/** What is kept of a source: an import of the same name replaces all of it. */
export const SOURCE_TABLES = [
  'tick_rows',
  'tick_batches',
  'day_instruments',
  'sessions',
  'bars_1m',
  'bar_marks',
  'bar_stale',
  'compacted_days',
  'chain_rows',
  'chain_given_iv',
];

/** What an import works with. */
export interface ImportContext {
  /** The import's own; its temporary tables go when it closes. */
  connection: DuckDbConnection;
  sources: SourceIds;
  ids: TickIds;
  clock: Clock;
  signal: AbortSignal;
  onProgress: (progress: ImportProgress) => void;
  ask: <Q extends ImportQuestion>(
    question: Q,
    asked: ImportQuestions[Q]['asked'],
  ) => Promise<ImportQuestions[Q]['answer']>;
}
