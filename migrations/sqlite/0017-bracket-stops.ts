export const name = '0017-bracket-stops';

/**
 * Added to `brackets`: how the stop trails (`trail`, JSON) and what that is counted from. `sl_price` stays the stop as it
 * was set; the stop in force is made of it, `entry_price`, `trail_from` and `best_price`, so that a restart finds it again.
 */
export const sql = `
ALTER TABLE brackets ADD COLUMN trail TEXT CHECK (json_valid(trail));
ALTER TABLE brackets ADD COLUMN entry_price INTEGER;
ALTER TABLE brackets ADD COLUMN trail_from INTEGER;
ALTER TABLE brackets ADD COLUMN best_price INTEGER;
`;
