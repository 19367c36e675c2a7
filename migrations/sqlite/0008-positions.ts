export const name = '0008-positions';

/**
 * Net positions. `qty` is signed units; `avg_price` (paise, NULL when flat) and `pnl` are for reading, as of
 * `updated_at`. Added columns: `instrument_id` and `product`, which with the account make a position; `cost` (signed
 * paise paid for `qty`), of which the average is only a quotient; `realised` and `charges` of the IST `day`.
 */
export const sql = `
CREATE TABLE positions (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  symbol TEXT NOT NULL,
  qty INTEGER NOT NULL,
  avg_price INTEGER,
  pnl INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  instrument_id INTEGER NOT NULL REFERENCES instruments (id),
  product TEXT NOT NULL CHECK (product IN ('NRML', 'MIS', 'CNC')),
  cost INTEGER NOT NULL,
  realised INTEGER NOT NULL,
  charges INTEGER NOT NULL,
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  UNIQUE (account_id, instrument_id, product)
) STRICT;
`;
