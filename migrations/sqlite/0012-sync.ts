export const name = '0012-sync';

/**
 * Added: `outbox`, changes on their way to the centre, written in the transaction of the change itself. `payload` is the
 * full row as JSON; for `append` it is a list of full rows of the append-only `tbl` that one transaction added under the
 * key `pk` (the journal of an order), in their order. `op_id` is the clock reading, which counts up and ends in the
 * device's id: nothing can have it twice, so it needs neither bytes nor an index. Added: `order_notes`, new orders that are
 * on their way and durable ahead of their tables; empty but for an instant. Added: `device`, one row: who this desk
 * is, its local identity, the last hybrid logical clock and the last `outbox.seq` it gave out (a number is never given
 * twice, even after its row has left), and the head of its log, which shows a log cut at its end.
 */
export const sql = `
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY,
  op_id TEXT NOT NULL GENERATED ALWAYS AS (hlc) VIRTUAL,
  tbl TEXT NOT NULL,
  pk TEXT NOT NULL,
  op TEXT NOT NULL CHECK (op IN ('upsert', 'append', 'delete')),
  hlc TEXT NOT NULL CHECK (length(hlc) = 40),
  device_id TEXT NOT NULL CHECK (length(device_id) = 36),
  schema_ver INTEGER NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'dead')),
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL
) STRICT;

CREATE TABLE order_notes (
  seq INTEGER PRIMARY KEY,
  note TEXT NOT NULL
) STRICT;

CREATE TABLE device (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  id TEXT NOT NULL CHECK (length(id) = 36),
  user_id TEXT NOT NULL REFERENCES users (id),
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  broker_id TEXT NOT NULL REFERENCES brokers (id),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  last_hlc TEXT,
  outbox_seq INTEGER NOT NULL,
  log_seq INTEGER NOT NULL,
  log_hash TEXT NOT NULL CHECK (length(log_hash) = 64),
  created_at INTEGER NOT NULL
) STRICT;
`;
