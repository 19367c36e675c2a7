export const name = '0020-trip-notes';

/** Added: `trip_notes`, what a trader wrote of a round trip, by the order that opened it; `tags` is a JSON list of words. */
export const sql = `
CREATE TABLE trip_notes (
  order_id TEXT PRIMARY KEY REFERENCES orders (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  tags TEXT NOT NULL CHECK (json_valid(tags)),
  note TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
`;
