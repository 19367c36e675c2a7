export const name = '0015-broker-orders';

/**
 * An order may also come from the broker's own book: placed elsewhere, or a settlement at expiry. Its `source` is BROKER.
 * The column is made anew, since SQLite cannot change a CHECK; the default only fills it while it is copied.
 */
export const sql = `
ALTER TABLE orders ADD COLUMN order_source TEXT NOT NULL DEFAULT 'HAND'
  CHECK (order_source IN ('HAND', 'BRACKET', 'SQUARE_OFF', 'BROKER'));
UPDATE orders SET order_source = source;
ALTER TABLE orders DROP COLUMN source;
ALTER TABLE orders RENAME COLUMN order_source TO source;
`;
