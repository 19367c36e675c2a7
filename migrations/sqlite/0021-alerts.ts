export const name = '0021-alerts';

/**
 * Added: `alerts`, whose `terms` is JSON, the instrument in it by EXCHANGE:SYMBOL in `instrument`; and `alert_firings`, one
 * row for each time one fired, numbered from 1, never changed.
 */
export const sql = `
CREATE TABLE alerts (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  user_id TEXT NOT NULL REFERENCES users (id),
  instrument TEXT,
  terms TEXT NOT NULL CHECK (json_valid(terms)),
  state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'PAUSED', 'FIRED', 'EXPIRED', 'REMOVED')),
  firings INTEGER NOT NULL CHECK (firings >= 0),
  told INTEGER NOT NULL CHECK (told BETWEEN 0 AND firings),
  last_fired_at INTEGER,
  last_value REAL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE alert_firings (
  alert_id TEXT NOT NULL REFERENCES alerts (id),
  seq INTEGER NOT NULL CHECK (seq > 0),
  value REAL NOT NULL,
  fired_at INTEGER NOT NULL,
  PRIMARY KEY (alert_id, seq)
) STRICT;
`;
