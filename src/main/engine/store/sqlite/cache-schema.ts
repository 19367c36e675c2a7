/** The version of cache.db: a file of any other is begun anew, since nothing in it is needed. */
export const CACHE_VERSION = 1;

export const CREATE_CACHE = `
CREATE TABLE flight_notes (
  id INTEGER PRIMARY KEY,
  order_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  at REAL NOT NULL,
  seq INTEGER,
  data TEXT
) STRICT;
CREATE INDEX flight_notes_of_order ON flight_notes (order_id, id);
CREATE INDEX flight_notes_by_age ON flight_notes (at);

CREATE TABLE latency_days (
  day TEXT NOT NULL,
  kind TEXT NOT NULL,
  max REAL NOT NULL,
  buckets TEXT NOT NULL,
  PRIMARY KEY (day, kind)
) STRICT, WITHOUT ROWID;`;
