export const name = '0004-instruments';

/**
 * Added: `instruments`, our own integer id per contract, because brokers reuse their tokens. It is local to the desk
 * (not synced); a contract is unique by its symbol and by exchange, underlying, expiry, strike and kind.
 */
export const sql = `
CREATE TABLE instruments (
  id INTEGER PRIMARY KEY,
  exchange TEXT NOT NULL CHECK (exchange IN ('NSE', 'NFO')),
  symbol TEXT NOT NULL,
  name TEXT NOT NULL,
  underlying TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('INDEX', 'EQ', 'FUT', 'CE', 'PE')),
  expiry TEXT CHECK (expiry GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  strike INTEGER,
  lot_size INTEGER NOT NULL CHECK (lot_size > 0),
  tick_size INTEGER NOT NULL CHECK (tick_size > 0),
  freeze_qty INTEGER CHECK (freeze_qty > 0),
  UNIQUE (exchange, symbol)
) STRICT;

CREATE UNIQUE INDEX instruments_by_contract
  ON instruments (exchange, underlying, kind, coalesce(expiry, ''), coalesce(strike, -1));
`;
