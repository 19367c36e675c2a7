export const name = '0007-trades';

/**
 * Fills. `qty` is units, `pnl` is realised gross, in paise. Append-only: a correction is a further row. Added columns:
 * `account_id`, `instrument_id`, `symbol`, `name`, `side` and `lot_size`, so that a fill reads without its order;
 * `charges` (paise), never folded into the price; `broker_trade_id`, which dedupes a fill.
 */
export const sql = `
CREATE TABLE trades (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  order_id TEXT NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
  fill_price INTEGER NOT NULL,
  qty INTEGER NOT NULL CHECK (qty > 0),
  pnl INTEGER NOT NULL,
  timestamp INTEGER NOT NULL,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  instrument_id INTEGER NOT NULL REFERENCES instruments (id),
  symbol TEXT NOT NULL,
  name TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('BUY', 'SELL')),
  lot_size INTEGER NOT NULL CHECK (lot_size > 0),
  charges INTEGER NOT NULL,
  broker_trade_id TEXT NOT NULL,
  UNIQUE (account_id, order_id, broker_trade_id)
) STRICT;

CREATE INDEX trades_by_day ON trades (account_id, timestamp);

CREATE TRIGGER trades_insert BEFORE INSERT ON trades
WHEN EXISTS (SELECT 1 FROM trades WHERE id = NEW.id)
  OR EXISTS (
    SELECT 1 FROM trades
    WHERE account_id = NEW.account_id AND order_id = NEW.order_id AND broker_trade_id = NEW.broker_trade_id
  )
BEGIN SELECT RAISE(ABORT, 'trades is append-only: this fill is booked already'); END;

CREATE TRIGGER trades_update BEFORE UPDATE ON trades
BEGIN SELECT RAISE(ABORT, 'trades is append-only'); END;

CREATE TRIGGER trades_delete BEFORE DELETE ON trades
BEGIN SELECT RAISE(ABORT, 'trades is append-only'); END;
`;
