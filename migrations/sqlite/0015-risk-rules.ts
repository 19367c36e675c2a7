export const name = '0015-risk-rules';

/**
 * Added to `rms_rules`: `strategy_id`, whose limits a row holds (NULL: the user's own); `kept_by`, the trader or the
 * owner, the tighter of both being in force; `parameters`, the limits that have no column, JSON of key to value, NULL = off;
 * `pending`, loosened limits that wait, JSON of key to {value, from}. Added to `risk_states`: how far a halt reaches, and
 * the id that the orders of its square-off are made of, so that a restart goes on with the same one.
 * `risk_days`: the best net of a day and how far its profit lock has come. `risk_locks`: what keeps entries out, and why
 * it was opened.
 */
export const sql = `
ALTER TABLE rms_rules ADD COLUMN strategy_id TEXT REFERENCES strategies (id);
ALTER TABLE rms_rules ADD COLUMN kept_by TEXT NOT NULL DEFAULT 'SELF' CHECK (kept_by IN ('SELF', 'OWNER'));
ALTER TABLE rms_rules ADD COLUMN parameters TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(parameters));
ALTER TABLE rms_rules ADD COLUMN pending TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(pending));

ALTER TABLE risk_states ADD COLUMN level TEXT NOT NULL DEFAULT 'ACCOUNT'
  CHECK (level IN ('ACCOUNT', 'BROKER', 'EVERYTHING'));
ALTER TABLE risk_states ADD COLUMN square_off_id TEXT;

CREATE TABLE risk_days (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  peak_net INTEGER NOT NULL,
  lock_phase TEXT NOT NULL CHECK (lock_phase IN ('IDLE', 'LOCKED', 'HIT')),
  lock_floor INTEGER,
  PRIMARY KEY (account_id, day)
) STRICT;

CREATE TABLE risk_locks (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  strategy_id TEXT,
  kind TEXT NOT NULL CHECK (kind IN (
    'DAY_LOSS', 'PROFIT', 'DRAWDOWN', 'TRADE_COUNT', 'LOSS_STREAK', 'COOLDOWN', 'REJECTS', 'REPEATED_FILLS', 'STRATEGY')),
  since INTEGER NOT NULL,
  opens_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL CHECK (ends_at >= opens_at),
  reason TEXT NOT NULL,
  opened_at INTEGER,
  opened_because TEXT
) STRICT;
CREATE INDEX risk_locks_by_account ON risk_locks (account_id, opened_at);
`;
