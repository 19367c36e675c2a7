export const name = '0013-preferences';

/**
 * Added: `watchlists`, whose `instruments` is a JSON list of EXCHANGE:SYMBOL, since integer ids are this desk's own;
 * and `settings`, JSON values by key, per user.
 */
export const sql = `
CREATE TABLE watchlists (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  user_id TEXT NOT NULL REFERENCES users (id),
  name TEXT NOT NULL,
  instruments TEXT NOT NULL CHECK (json_valid(instruments)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (
  user_id TEXT NOT NULL REFERENCES users (id),
  key TEXT NOT NULL,
  value TEXT NOT NULL CHECK (json_valid(value)),
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, key)
) STRICT;
`;
