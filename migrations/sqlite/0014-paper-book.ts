export const name = '0014-paper-book';

/**
 * Added: `paper_orders` and `paper_fills`, the paper broker's own book. It stands for the broker's side, so it is kept
 * apart from `orders` and `trades`, and it is not synced. Units and paise; `seq` is the order of arrival.
 */
export const sql = `
CREATE TABLE paper_orders (
  seq INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  broker_order_id TEXT NOT NULL,
  tag TEXT,
  instrument_id INTEGER NOT NULL REFERENCES instruments (id),
  side TEXT NOT NULL CHECK (side IN ('BUY', 'SELL')),
  quantity INTEGER NOT NULL,
  filled INTEGER NOT NULL,
  price INTEGER NOT NULL,
  trigger_price INTEGER,
  validity TEXT NOT NULL CHECK (validity IN ('DAY', 'IOC')),
  product TEXT NOT NULL CHECK (product IN ('NRML', 'MIS', 'CNC')),
  status TEXT NOT NULL CHECK (status IN ('TRIGGER_PENDING', 'OPEN', 'PARTIAL', 'FILLED', 'CANCELLED', 'REJECTED', 'EXPIRED')),
  message TEXT,
  ts INTEGER NOT NULL,
  UNIQUE (account_id, broker_order_id)
) STRICT;

CREATE TABLE paper_fills (
  seq INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  trade_id TEXT NOT NULL,
  broker_order_id TEXT NOT NULL,
  tag TEXT,
  instrument_id INTEGER NOT NULL REFERENCES instruments (id),
  side TEXT NOT NULL CHECK (side IN ('BUY', 'SELL')),
  quantity INTEGER NOT NULL,
  price INTEGER NOT NULL,
  ts INTEGER NOT NULL,
  UNIQUE (account_id, trade_id)
) STRICT;
`;
