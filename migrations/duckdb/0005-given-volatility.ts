import type { DuckDbMigration } from './migration.ts';

/** The volatility that an imported chain came with, a fraction per year: ours is compared with it and never taken from it. */
export const givenVolatility: DuckDbMigration = {
  id: 5,
  name: 'given-volatility',
  statements: [
    `CREATE TABLE chain_given_iv (
       source_id SMALLINT NOT NULL, underlying_id INTEGER NOT NULL, expiry DATE NOT NULL, strike INTEGER NOT NULL,
       ts BIGINT NOT NULL, call_iv DOUBLE, put_iv DOUBLE)`,
  ],
};
