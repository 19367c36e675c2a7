import { fairPrice, hasBook } from './chain-quote.ts';
import type { ChainStrike } from './chain-quote.ts';

/** Strikes nearest to the money that are heard. */
const STRIKES_HEARD = 15;
/** Paise; a book narrower than the tick says no more than one of a tick. */
const NARROWEST = 5;

/**
 * Forward implied by put-call parity, paise; null without a strike priced on both sides.
 * Of the strikes where call and put are nearest to each other, the median weighted by how tight their books are: one
 * stale or wide book does not move it. Last prices are used only where no strike has both books, since the two sides
 * did not trade at one moment.
 * @param rate per year, a fraction
 */
export function parityForward(strikes: readonly ChainStrike[], years: number, rate: number): number | null {
  const growth = Math.exp(rate * Math.max(0, years));
  const quoted = strikes.filter(({ call, put }) => call !== null && put !== null && hasBook(call) && hasBook(put));
  const voices = (quoted.length > 0 ? quoted : strikes)
    .map((row) => ({ ...row, difference: fairPrice(row.call) - fairPrice(row.put) }))
    .filter(({ difference }) => !Number.isNaN(difference))
    .sort((a, b) => Math.abs(a.difference) - Math.abs(b.difference) || a.strike - b.strike)
    .slice(0, STRIKES_HEARD)
    .map((row) => ({ forward: row.strike + row.difference * growth, weight: tightness(row) }));
  return voices.length === 0 ? null : weightedMedian(voices);
}

function tightness({ call, put }: ChainStrike): number {
  if (call === null || put === null || !hasBook(call) || !hasBook(put)) return 1;
  return Math.max(NARROWEST, call.ask - call.bid + put.ask - put.bid) ** -2;
}

/** Between the two middle voices where the weights part evenly. */
function weightedMedian(voices: { forward: number; weight: number }[]): number {
  voices.sort((a, b) => a.forward - b.forward);
  const half = voices.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let below = 0;
  for (const [place, { forward, weight }] of voices.entries()) {
    below += weight;
    if (below > half * (1 + 1e-9)) return forward;
    if (below >= half * (1 - 1e-9)) return (forward + (voices[place + 1]?.forward ?? forward)) / 2;
  }
  return voices.at(-1)!.forward;
}
