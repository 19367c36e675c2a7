const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Trading symbol of an option, e.g. NIFTY23NOV2626000CE; `expiry` is `YYYY-MM-DD`, `strike` in paise. */
export function optionSymbol(underlying: string, expiry: string, strike: number, kind: 'CE' | 'PE'): string {
  return `${underlying}${expiryCode(expiry)}${strike / 100}${kind}`;
}

/** Name of an option for people, e.g. NIFTY 26000 CE; `strike` in paise. */
export function optionName(underlying: string, strike: number, kind: 'CE' | 'PE'): string {
  return `${underlying} ${strike / 100} ${kind}`;
}

/** Trading symbol of a future, e.g. NIFTY23NOV26FUT. */
export function futureSymbol(underlying: string, expiry: string): string {
  return `${underlying}${expiryCode(expiry)}FUT`;
}

/** Name of a future for people, e.g. NIFTY FUT Nov. */
export function futureName(underlying: string, expiry: string): string {
  return `${underlying} FUT ${monthOf(expiry)}`;
}

function expiryCode(expiry: string): string {
  return `${expiry.slice(8, 10)}${monthOf(expiry).toUpperCase()}${expiry.slice(2, 4)}`;
}

function monthOf(expiry: string): string {
  return MONTHS[Number(expiry.slice(5, 7)) - 1]!;
}
