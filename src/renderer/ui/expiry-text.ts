import { dayMonth } from './format.ts';

const WEEK_MS = 7 * 86_400_000;

interface Contract {
  kind: string;
  /** `YYYY-MM-DD`. */
  expiry: string | null;
}

/** An option's expiry beside its name: "17 Feb". Empty for a future, whose name has its month, and for what never expires. */
export function expiryText({ kind, expiry }: Contract): string {
  return expiry === null || kind === 'FUT' ? '' : dayMonth(expiry);
}

/** The same where room is short: the last expiry of a month is its month alone, "Feb". */
export function shortExpiryText(contract: Contract): string {
  const text = expiryText(contract);
  return text !== '' && isLastOfMonth(contract.expiry!) ? text.slice(text.indexOf(' ') + 1) : text;
}

/** True when a week later is another month: no weekly expiry can follow in this one. */
function isLastOfMonth(day: string): boolean {
  const weekLater = new Date(Date.parse(day) + WEEK_MS).toISOString();
  return weekLater.slice(5, 7) !== day.slice(5, 7);
}

/** The name of a contract with its expiry: "NIFTY 26000 CE 23 Nov". */
export function instrumentText(contract: Contract & { name: string }): string {
  const expiry = expiryText(contract);
  return expiry === '' ? contract.name : `${contract.name} ${expiry}`;
}
