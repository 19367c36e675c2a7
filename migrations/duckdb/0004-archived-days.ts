import type { DuckDbMigration } from './migration.ts';

/**
 * Days whose ticks or chain lie in a Parquet file instead. `name` is within the folder archive/ beside the database,
 * `kind` is `ticks` or `chain`; `max_id`: ids of ticks go on from there. A file that no day needs any more is listed until
 * it is gone.
 */
export const archivedDays: DuckDbMigration = {
  id: 4,
  name: 'archived-days',
  statements: [
    `CREATE TABLE archived_days (
       source_id SMALLINT NOT NULL, day INTEGER NOT NULL, kind VARCHAR NOT NULL, name VARCHAR NOT NULL,
       rows BIGINT NOT NULL, bytes BIGINT NOT NULL, checksum VARCHAR NOT NULL, max_id BIGINT NOT NULL)`,
    `CREATE TABLE archive_leftovers (name VARCHAR NOT NULL)`,
  ],
};
