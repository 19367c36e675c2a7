export const name = '0018-profit-locks';

/**
 * Added: `profit_locks`, what keeps the profit of one position (`instrument_id`) or of one strategy (`strategy_id`, NULL
 * being all by hand); the account's own lock is in `risk_days`. Money in paise. `lock_floor` is written at each ratchet,
 * so that a restart goes on at the same floor; `since` is when it was armed, and what was booked since that day counts.
 */
export const sql = `
CREATE TABLE profit_locks (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  scope TEXT NOT NULL CHECK (scope IN ('POSITION', 'STRATEGY')),
  instrument_id INTEGER REFERENCES instruments (id) CHECK ((instrument_id IS NULL) = (scope = 'STRATEGY')),
  strategy_id TEXT CHECK (strategy_id IS NULL OR scope = 'STRATEGY'),
  trigger INTEGER NOT NULL CHECK (trigger > 0),
  floor INTEGER NOT NULL CHECK (floor > 0 AND floor < trigger),
  trail_every INTEGER CHECK (trail_every > 0),
  trail_by INTEGER CHECK (trail_by > 0 AND trail_by <= trail_every),
  net INTEGER NOT NULL CHECK (net IN (0, 1)),
  since INTEGER NOT NULL,
  lock_phase TEXT NOT NULL CHECK (lock_phase IN ('IDLE', 'LOCKED', 'HIT')),
  lock_floor INTEGER CHECK ((lock_floor IS NULL) = (lock_phase = 'IDLE')),
  state TEXT NOT NULL CHECK (state IN ('ARMED', 'EXITING', 'DONE')),
  updated_at INTEGER NOT NULL,
  CHECK ((trail_every IS NULL) = (trail_by IS NULL))
) STRICT;

CREATE INDEX profit_locks_by_account ON profit_locks (account_id, state);
`;
