export const name = '0016-order-parts';

/**
 * Added to `orders`: `part_of`, the intent whose part an order is: a slice by the freeze quantity, a leg of a basket, an
 * order of a square-off. NULL for an order that stands by itself. The parts' own `intent_id`s are made of it.
 */
export const sql = `
ALTER TABLE orders ADD COLUMN part_of TEXT CHECK (length(part_of) = 36);
`;
