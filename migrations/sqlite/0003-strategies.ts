export const name = '0003-strategies';

/** Strategies, before the orders that name them. `params` is JSON. */
export const sql = `
CREATE TABLE strategies (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  user_id TEXT NOT NULL REFERENCES users (id),
  name TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('built-in', 'custom', 'connector')),
  params TEXT NOT NULL CHECK (json_valid(params)),
  status TEXT NOT NULL CHECK (status IN ('active', 'stopped')),
  created_at INTEGER NOT NULL
) STRICT;
`;
