import { z } from 'zod';

const column = z.string().nullable().optional();

/**
 * What a file of option chains has beside time, symbol and prices; a strike makes it one. With `call` and `put` a row holds both sides,
 * and `ltp`, `bid`, `ask`, `volume`, `oi`, `chgOi` and `iv` name what follows these prefixes (`CE_` and `ltp`: `CE_ltp`); with `side`
 * a row holds one.
 */
export const chainMappingFields = {
  strike: column,
  expiry: column,
  /** CE or PE, call or put. */
  side: column,
  call: column,
  put: column,
  /** Open interest less that of the session before. */
  chgOi: column,
  /** The file's own volatility in percent: kept for comparison alone. */
  iv: column,
  /** Of what the options stand on. */
  spot: column,
  /** Where open interest and volume are in contracts: the units in one, or `NSE` for the lot of that day. Null: in units. */
  lot: column,
};
