export const name = '0019-daily-settlements';

/**
 * Added: `daily_settlements`, each future marked to market at the end of a day, once. `price` is what it is carried at from
 * then on, NULL where none was known and it is carried at cost; `source` says who told it; `qty` is signed units; `pnl` is what
 * it realised, in paise; `trades_before` is how many fills of the instrument were booked before it, so that the
 * position is the fold of both. Append-only.
 */
export const sql = `
CREATE TABLE daily_settlements (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  instrument_id INTEGER NOT NULL REFERENCES instruments (id),
  product TEXT NOT NULL CHECK (product IN ('NRML', 'MIS', 'CNC')),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  price INTEGER CHECK (price > 0),
  source TEXT CHECK (source IN ('BROKER', 'MARKET')),
  qty INTEGER NOT NULL CHECK (qty <> 0),
  pnl INTEGER NOT NULL,
  trades_before INTEGER NOT NULL CHECK (trades_before > 0),
  created_at INTEGER NOT NULL,
  UNIQUE (account_id, instrument_id, product, day),
  CHECK ((price IS NULL) = (source IS NULL)),
  CHECK (price IS NOT NULL OR pnl = 0)
) STRICT;

CREATE TRIGGER daily_settlements_insert BEFORE INSERT ON daily_settlements
WHEN EXISTS (SELECT 1 FROM daily_settlements WHERE id = NEW.id)
  OR EXISTS (
    SELECT 1 FROM daily_settlements
    WHERE account_id = NEW.account_id AND instrument_id = NEW.instrument_id AND product = NEW.product AND day = NEW.day
  )
BEGIN SELECT RAISE(ABORT, 'daily_settlements is append-only: this day is settled already'); END;

CREATE TRIGGER daily_settlements_update BEFORE UPDATE ON daily_settlements
BEGIN SELECT RAISE(ABORT, 'daily_settlements is append-only'); END;

CREATE TRIGGER daily_settlements_delete BEFORE DELETE ON daily_settlements
BEGIN SELECT RAISE(ABORT, 'daily_settlements is append-only'); END;
`;
