import type { DuckDbMigration } from './migration.ts';

/**
 * Ticks in the order they arrived, narrow integers only: prices in paise, times in epoch ms, quantities in units. No
 * keys and no indexes: they would halve the append rate, and every query is bounded by ts or source. `ticks` and
 * `option_chain` are the asked-for tables as views; 0 means absent inside and NULL outside.
 */
export const tickStoreTables: DuckDbMigration = {
  id: 1,
  name: 'tick-store',
  statements: [
    `CREATE TABLE sources (id SMALLINT NOT NULL, name VARCHAR NOT NULL)`,

    `CREATE TABLE instruments (
       id INTEGER NOT NULL, exchange VARCHAR NOT NULL, symbol VARCHAR NOT NULL, name VARCHAR NOT NULL,
       underlying VARCHAR NOT NULL, kind VARCHAR NOT NULL, expiry DATE, strike INTEGER,
       lot_size INTEGER NOT NULL, tick_size INTEGER NOT NULL, freeze_qty INTEGER)`,

    `CREATE TABLE tick_rows (
       id BIGINT NOT NULL, source_id SMALLINT NOT NULL, instrument_id INTEGER NOT NULL,
       ts BIGINT NOT NULL, seq BIGINT NOT NULL, ltp INTEGER NOT NULL, bid INTEGER NOT NULL, ask INTEGER NOT NULL,
       bid_qty INTEGER NOT NULL, ask_qty INTEGER NOT NULL, volume BIGINT NOT NULL, oi BIGINT NOT NULL,
       flags UTINYINT NOT NULL)`,

    // One row per committed batch and day, so that the list of days never reads the ticks. Day: days since 1970, IST.
    `CREATE TABLE tick_batches (
       source_id SMALLINT NOT NULL, day INTEGER NOT NULL, rows BIGINT NOT NULL,
       first_ts BIGINT NOT NULL, last_ts BIGINT NOT NULL)`,
    `CREATE TABLE day_instruments (source_id SMALLINT NOT NULL, day INTEGER NOT NULL, instrument_id INTEGER NOT NULL)`,

    // The session an imported day was marked with; bars start at its open. A source without one trades round the clock.
    `CREATE TABLE sessions (
       source_id SMALLINT NOT NULL, day INTEGER NOT NULL, open_ts BIGINT NOT NULL, close_ts BIGINT NOT NULL)`,

    `CREATE SEQUENCE chain_id`,
    `CREATE TABLE chain_rows (
       id BIGINT NOT NULL DEFAULT nextval('chain_id'), underlying_id INTEGER NOT NULL, expiry DATE NOT NULL,
       strike INTEGER NOT NULL, ts BIGINT NOT NULL,
       call_oi BIGINT, call_chgoi BIGINT, call_iv DOUBLE, call_delta DOUBLE, call_ltp INTEGER,
       put_oi BIGINT, put_chgoi BIGINT, put_iv DOUBLE, put_delta DOUBLE, put_ltp INTEGER)`,

    `CREATE VIEW ticks AS
       SELECT t.id, i.symbol, t.ltp, nullif(t.bid, 0) AS bid, nullif(t.ask, 0) AS ask, t.volume,
              make_timestamptz(t.ts * 1000) AS timestamp
       FROM tick_rows t LEFT JOIN instruments i ON i.id = t.instrument_id`,

    `CREATE VIEW option_chain AS
       SELECT c.id, i.symbol, c.expiry, c.strike,
              c.call_oi, c.call_chgoi, c.call_iv, c.call_delta, c.call_ltp,
              c.put_oi, c.put_chgoi, c.put_iv, c.put_delta, c.put_ltp,
              make_timestamptz(c.ts * 1000) AS timestamp
       FROM chain_rows c LEFT JOIN instruments i ON i.id = c.underlying_id`,
  ],
};
