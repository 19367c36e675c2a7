export const name = '0005-orders';

/**
 * Orders. `qty` is lots, money is paise. Added columns:
 * `state`, the fine state that `status` is derived from; `lot_size` and `quantity` (units), frozen at intent; `filled`
 * (units) and `filled_value` (paise × units), so that the average stays exact; `trigger_price` for SL-L and SL-M; `validity`;
 * `product` and `source`, which the broker and the risk rules need; `intent_id`, unique per account, so that one key
 * press is one order; `parent_id`, the entry of a bracket's exit; `tag`, our id at the broker; `instrument_id` and
 * `name`; `requests`, modifies and cancels under way; `reason`, why it ended or is unknown; `seq`, the last event folded.
 * No index by status or day: they are asked for at the start alone, which reads every page anyway (`quick_check`), and an
 * index would add a page to every intent.
 */
export const sql = `
CREATE TABLE orders (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  strategy_id TEXT REFERENCES strategies (id),
  symbol TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('BUY', 'SELL')),
  qty INTEGER NOT NULL CHECK (qty >= 0),
  order_type TEXT NOT NULL CHECK (order_type IN ('MARKET', 'LIMIT')),
  price INTEGER,
  status TEXT NOT NULL CHECK (status IN ('PENDING', 'FILLED', 'CANCELLED', 'REJECTED')),
  broker_order_id TEXT,
  tp_price INTEGER,
  sl_price INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  lot_size INTEGER NOT NULL CHECK (lot_size > 0),
  quantity INTEGER NOT NULL CHECK (quantity >= 0),
  filled INTEGER NOT NULL CHECK (filled >= 0),
  filled_value INTEGER NOT NULL,
  trigger_price INTEGER,
  validity TEXT NOT NULL CHECK (validity IN ('DAY', 'IOC')),
  product TEXT NOT NULL CHECK (product IN ('NRML', 'MIS', 'CNC')),
  source TEXT NOT NULL CHECK (source IN ('HAND', 'BRACKET', 'SQUARE_OFF', 'BROKER')),
  intent_id TEXT NOT NULL CHECK (length(intent_id) = 36),
  parent_id TEXT REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
  tag TEXT NOT NULL CHECK (length(tag) <= 20),
  instrument_id INTEGER NOT NULL REFERENCES instruments (id),
  name TEXT NOT NULL,
  requests TEXT NOT NULL CHECK (json_valid(requests)),
  reason TEXT CHECK (json_valid(reason)),
  seq INTEGER NOT NULL CHECK (seq >= 0),
  UNIQUE (account_id, intent_id),
  CHECK (status IS CASE
    WHEN state IN ('DRAFT', 'QUEUED', 'SENDING', 'UNKNOWN', 'ACKED', 'TRIGGER_PENDING', 'OPEN', 'PARTIAL') THEN 'PENDING'
    WHEN state = 'FILLED' THEN 'FILLED'
    WHEN state IN ('CANCELLED', 'EXPIRED') THEN 'CANCELLED'
    WHEN state IN ('REJECTED', 'DENIED', 'NOT_PLACED') THEN 'REJECTED'
  END)
) STRICT;
`;
