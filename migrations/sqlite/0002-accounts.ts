export const name = '0002-accounts';

/** Broker logins and their accounts. `session_token` holds ciphertext only; `margin` is paise. */
export const sql = `
CREATE TABLE brokers (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  user_id TEXT NOT NULL REFERENCES users (id),
  broker_name TEXT NOT NULL,
  client_code TEXT NOT NULL,
  session_token TEXT,
  status TEXT NOT NULL CHECK (status IN ('connected', 'expired', 'error')),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE accounts (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  broker_id TEXT NOT NULL REFERENCES brokers (id),
  margin INTEGER NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  created_at INTEGER NOT NULL
) STRICT;
`;
