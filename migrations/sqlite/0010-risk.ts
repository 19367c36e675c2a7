export const name = '0010-risk';

/**
 * Risk rules; NULL = off, money in paise, the newest row of a user is in force. Added columns: `profit_lock_at`, where
 * the lock arms; `trail_every` and `trail_by`, the step form of the trail; `seq`, which row is newest when a clock
 * stepped back. Added: `risk_states`, the trading state of an account, persisted before it acts so that a halt
 * survives a crash.
 */
export const sql = `
CREATE TABLE rms_rules (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  user_id TEXT NOT NULL REFERENCES users (id),
  max_loss INTEGER CHECK (max_loss > 0),
  max_lots INTEGER CHECK (max_lots > 0),
  profit_lock INTEGER CHECK (profit_lock > 0),
  trailing_sl INTEGER CHECK (trailing_sl > 0),
  created_at INTEGER NOT NULL,
  profit_lock_at INTEGER CHECK (profit_lock_at > 0),
  trail_every INTEGER CHECK (trail_every > 0),
  trail_by INTEGER CHECK (trail_by > 0),
  seq INTEGER NOT NULL CHECK (seq >= 1),
  UNIQUE (user_id, seq)
) STRICT;

CREATE TABLE risk_states (
  account_id TEXT PRIMARY KEY REFERENCES accounts (id),
  state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'REDUCING', 'HALTED')),
  since INTEGER NOT NULL,
  reason TEXT,
  square_off_pending INTEGER NOT NULL CHECK (square_off_pending IN (0, 1))
) STRICT;
`;
