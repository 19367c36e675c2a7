import type { DuckDbMigration } from './migration.ts';

const OLD = `id, underlying_id, expiry, strike, ts,
       call_oi, call_chgoi, call_iv, call_delta, call_ltp, put_oi, put_chgoi, put_iv, put_delta, put_ltp`;

/**
 * What a chain is built from again: each side as quoted, and the spot. Prices in paise, volumes in units. Rows from before
 * have no source and stand in the view `option_chain` alone. The table is made anew: DuckDB cannot replay a log in which a
 * column was added to a table whose id counts by itself, so a kill -9 after the first start made the file unreadable.
 */
export const chainQuotes: DuckDbMigration = {
  id: 3,
  name: 'chain-quotes',
  statements: [
    `CREATE TABLE chain_before AS SELECT ${OLD} FROM chain_rows`,
    `DROP TABLE chain_rows`,
    `CREATE TABLE chain_rows (
       id BIGINT NOT NULL DEFAULT nextval('chain_id'), underlying_id INTEGER NOT NULL, expiry DATE NOT NULL,
       strike INTEGER NOT NULL, ts BIGINT NOT NULL,
       call_oi BIGINT, call_chgoi BIGINT, call_iv DOUBLE, call_delta DOUBLE, call_ltp INTEGER,
       put_oi BIGINT, put_chgoi BIGINT, put_iv DOUBLE, put_delta DOUBLE, put_ltp INTEGER,
       source_id SMALLINT, call_bid INTEGER, call_ask INTEGER, call_volume BIGINT,
       put_bid INTEGER, put_ask INTEGER, put_volume BIGINT, spot INTEGER)`,
    `INSERT INTO chain_rows (${OLD}) SELECT ${OLD} FROM chain_before`,
    `DROP TABLE chain_before`,
  ],
};
