export const name = '0012-sync';

/**
 * Added: `outbox`, changes on their way to the centre, written in the transaction of the change itself, `payload` the
 * full row as JSON. Added: `device`, one row: who this desk is, its local identity, the last hybrid logical clock it
 * gave out, and the head of its log, which shows a log cut at its end.
 */
export const sql = `
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  op_id TEXT NOT NULL UNIQUE CHECK (length(op_id) = 36),
  tbl TEXT NOT NULL,
  pk TEXT NOT NULL,
  op TEXT NOT NULL CHECK (op IN ('upsert', 'delete')),
  hlc TEXT NOT NULL CHECK (length(hlc) = 40),
  device_id TEXT NOT NULL CHECK (length(device_id) = 36),
  schema_ver INTEGER NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'dead')),
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL
) STRICT;

CREATE TABLE device (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  id TEXT NOT NULL CHECK (length(id) = 36),
  user_id TEXT NOT NULL REFERENCES users (id),
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  broker_id TEXT NOT NULL REFERENCES brokers (id),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  last_hlc TEXT,
  log_seq INTEGER NOT NULL,
  log_hash TEXT NOT NULL CHECK (length(log_hash) = 64),
  created_at INTEGER NOT NULL
) STRICT;
`;
