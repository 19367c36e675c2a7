import type { Instrument } from '../../../contract/market.ts';
import type { PayoffLegDraft } from '../../stores/payoff-legs.ts';
import type { DraftLeg } from '../basket/draft-basket.ts';

/** What one basket takes, as the contract has it. */
const MOST_LEGS = 12;
const MOST_RATIO = 20;

/** The legs as a basket takes them, or the sentence that says why it does not. */
export type LegsBasket = { legs: DraftLeg[]; lots: number; problem: null } | { legs: null; problem: string };

/** Lots of each leg as a ratio to the lots that all have in common. */
export function basketOfLegs(
  legs: readonly PayoffLegDraft[],
  instrument: (id: number) => Instrument | undefined,
): LegsBasket {
  const no = (problem: string): LegsBasket => ({ legs: null, problem });
  if (legs.length === 0) return no('Add a leg first.');
  if (legs.length > MOST_LEGS) return no(`A basket takes ${MOST_LEGS} legs at most, and these are ${legs.length}.`);
  const lots = legs.reduce((common, leg) => greatestDivisor(common, Math.abs(leg.lots)), 0);
  const drafts = legs.flatMap((leg): DraftLeg[] => {
    const known = instrument(leg.instrumentId);
    const side = leg.lots > 0 ? 'BUY' : 'SELL';
    return known ? [{ instrument: known, side, ratio: Math.abs(leg.lots) / lots }] : [];
  });
  if (drafts.length < legs.length) return no('The legs are still being read.');
  const steep = drafts.find(({ ratio }) => ratio > MOST_RATIO);
  if (steep)
    return no(
      `${steep.instrument.name} has ${steep.ratio} lots for each of another leg; a basket takes ${MOST_RATIO}.`,
    );
  return { legs: drafts, lots, problem: null };
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
