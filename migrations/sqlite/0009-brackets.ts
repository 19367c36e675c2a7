export const name = '0009-brackets';

/** Added: `brackets`, the armed target and stop of an entry order, so that a restart re-arms what it protects. */
export const sql = `
CREATE TABLE brackets (
  entry_order_id TEXT PRIMARY KEY REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  instrument_id INTEGER NOT NULL REFERENCES instruments (id),
  tp_price INTEGER,
  sl_price INTEGER,
  state TEXT NOT NULL CHECK (state IN ('ARMED', 'FIRED', 'DONE')),
  exit_order_id TEXT REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX brackets_by_account ON brackets (account_id);
`;
