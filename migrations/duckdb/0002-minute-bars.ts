import type { DuckDbMigration } from './migration.ts';

/**
 * What makes charts fast. Bars of closed minutes, derived from the ticks and never anything but what they say: prices in
 * paise, `start` epoch ms at a full minute, day in days since 1970, IST. And which days lie sorted.
 */
export const minuteBars: DuckDbMigration = {
  id: 2,
  name: 'minute-bars',
  statements: [
    // A minute without a tick inside the session has no prices. `last_volume` is the cumulative volume at its last tick,
    // inside the session or not: what the next minute counts from. `newest_id`: of the tick that was written last.
    `CREATE TABLE bars_1m (
       source_id SMALLINT NOT NULL, day INTEGER NOT NULL, instrument_id INTEGER NOT NULL, start BIGINT NOT NULL,
       open INTEGER, high INTEGER, low INTEGER, close INTEGER, volume BIGINT, oi BIGINT,
       last_volume BIGINT NOT NULL, newest_id BIGINT)`,

    // Minutes before `until` have their bars; what is later is read from the ticks.
    `CREATE TABLE bar_marks (source_id SMALLINT NOT NULL, day INTEGER NOT NULL, until BIGINT NOT NULL)`,
    // A tick came after its minute was closed: bars of that instrument from `since` on are out of date until derived anew.
    `CREATE TABLE bar_stale (
       source_id SMALLINT NOT NULL, day INTEGER NOT NULL, instrument_id INTEGER NOT NULL, since BIGINT NOT NULL)`,

    // So many rows of the day lie sorted by instrument and time; a day with other rows too is sorted anew.
    `CREATE TABLE compacted_days (source_id SMALLINT NOT NULL, day INTEGER NOT NULL, rows BIGINT NOT NULL)`,
  ],
};
