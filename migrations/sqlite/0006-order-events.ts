export const name = '0006-order-events';

/**
 * Added: `order_events`, the journal. An intent is durable here before its first byte leaves, and an order's record is
 * the fold of its rows. Append-only; `seq` counts from 1 within an order without a gap (O9), which the database itself
 * insists on. The key is (order_id, seq): an index on the random `id` would add four page writes to every intent.
 */
export const sql = `
CREATE TABLE order_events (
  id TEXT NOT NULL CHECK (length(id) = 36),
  order_id TEXT NOT NULL REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  event TEXT NOT NULL CHECK (json_valid(event)),
  PRIMARY KEY (order_id, seq)
) STRICT;

CREATE TRIGGER order_events_insert BEFORE INSERT ON order_events
WHEN NEW.seq <> 1 + (SELECT coalesce(max(seq), 0) FROM order_events WHERE order_id = NEW.order_id)
BEGIN SELECT RAISE(ABORT, 'order_events is append-only: seq must follow the last one of the order'); END;

CREATE TRIGGER order_events_update BEFORE UPDATE ON order_events
BEGIN SELECT RAISE(ABORT, 'order_events is append-only'); END;

CREATE TRIGGER order_events_delete BEFORE DELETE ON order_events
BEGIN SELECT RAISE(ABORT, 'order_events is append-only'); END;
`;
