import { strikesOutText } from '../../../contract/trade-journal.ts';

/**
 * How many of the listed strikes an option lies out of the money, negative in it; null for a strike that is not listed.
 * @param strikes ascending
 */
export function strikesOut(strikes: readonly number[], atm: number, strike: number, call: boolean): number | null {
  const [money, own] = [strikes.indexOf(atm), strikes.indexOf(strike)];
  if (money < 0 || own < 0) return null;
  // `0 -` keeps a put at the money from −0.
  return call ? own - money : 0 - (own - money);
}

/** Strikes further away are one group. */
const FAR = 5;

/** The group of a distance, by its name: `ATM`, `OTM 2`, `ITM 5+`. */
export function strikeGroup(out: number): string {
  return Math.abs(out) < FAR ? strikesOutText(out) : `${strikesOutText(Math.sign(out) * FAR)}+`;
}
