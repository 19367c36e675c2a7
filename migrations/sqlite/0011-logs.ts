export const name = '0011-logs';

/**
 * The audit log. Append-only. Added columns: `seq`, counting from 1; `prev_hash` and `hash` (SHA-256, hex), which
 * chain each entry to the one before, so that an altered, missing or inserted entry shows.
 */
export const sql = `
CREATE TABLE logs (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  user_id TEXT NOT NULL REFERENCES users (id),
  type TEXT NOT NULL CHECK (type IN ('auth', 'order', 'rms', 'broker', 'system')),
  message TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seq INTEGER NOT NULL UNIQUE CHECK (seq >= 1),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64)
) STRICT;

CREATE TRIGGER logs_insert BEFORE INSERT ON logs
WHEN EXISTS (SELECT 1 FROM logs WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM logs WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'logs is append-only: this entry is there already'); END;

CREATE TRIGGER logs_update BEFORE UPDATE ON logs
BEGIN SELECT RAISE(ABORT, 'logs is append-only'); END;

CREATE TRIGGER logs_delete BEFORE DELETE ON logs
BEGIN SELECT RAISE(ABORT, 'logs is append-only'); END;
`;
