import type { Chain } from '../../../contract/chain.ts';
import type { Side } from '../../../contract/enums.ts';
import type { Instrument } from '../../../contract/market.ts';
import { client } from '../../client/client.ts';
import { loadInstruments } from '../../stores/instruments.ts';
import type { PayoffLegDraft } from '../../stores/payoff-legs.ts';
import { strategyLegs, STRATEGIES } from '../basket/strategies.ts';
import type { Strategy } from '../basket/strategies.ts';

/** Premade positions, by what they are called. */
export const TEMPLATES = { ...STRATEGIES, BUTTERFLY: 'Butterfly', CALENDAR: 'Calendar' } as const;
export type Template = keyof typeof TEMPLATES;

/** A position to fill the legs with. */
export interface TemplateChoice {
  template: Template;
  /** SELL takes premium in, BUY pays it. */
  side: Side;
  /** Strikes of the middle above (+) or below (−) the money. */
  centre: number;
  /** Strikes between the legs. */
  width: number;
  lots: number;
}

/** A leg by its place in the chain. */
export interface TemplateLeg {
  kind: 'CE' | 'PE';
  /** Strikes above (+) or below (−) the money. */
  offset: number;
  /** Lots for each lot of the position, negative when sold. */
  ratio: number;
  /** Of the expiry after the nearest that lists the strike. */
  later: boolean;
}

const SEARCHED = 100;

/** The legs of a position around the money. */
export function templateLegs({ template, side, centre, width }: Omit<TemplateChoice, 'lots'>): TemplateLeg[] {
  const sign = side === 'BUY' ? 1 : -1;
  const call = (offset: number, ratio: number, later = false): TemplateLeg => {
    return { kind: 'CE', offset: centre + offset, ratio: ratio * sign, later };
  };
  if (template === 'BUTTERFLY') return [call(0 - width, 1), call(0, -2), call(width, 1)];
  if (template === 'CALENDAR') return [call(0, 1, true), call(0, -1)];
  return strategyLegs(template satisfies Strategy, side, width).map(({ kind, offset, side: legSide }) => {
    return { kind, offset: centre + offset, ratio: legSide === 'BUY' ? 1 : -1, later: false };
  });
}

/** The option so many strikes above (+) or below (−) the money; rejects with a sentence when none is listed there. */
export type OptionAt = (kind: 'CE' | 'PE', offset: number) => Promise<Instrument>;

/** Finds options on the nearest expiry of an underlying. */
export function onNearestExpiry(underlying: string): OptionAt {
  return async (kind, offset) => {
    const at = (strikes: number) => client.call('instruments.atm', { underlying, kind, offset: strikes });
    const [nearest, before] = await Promise.all([at(offset), at(offset - Math.sign(offset))]);
    // Beyond its end the chain answers with its last strike.
    if (offset !== 0 && nearest.id === before.id) throw new Error(tooFar(underlying));
    return nearest;
  };
}

/** Finds options in a chain. */
export function inChain({ underlying, strikes, figures }: Chain): OptionAt {
  return async (kind, offset) => {
    const money = strikes.findIndex(({ strike }) => strike === figures.atmStrike);
    const row = money < 0 ? undefined : strikes[money + offset];
    const side = kind === 'CE' ? row?.call : row?.put;
    const [instrument] = side ? await loadInstruments([side.instrumentId]) : [];
    if (instrument === undefined) throw new Error(tooFar(underlying));
    return instrument;
  };
}

/** The legs by what is listed now, at the mid; rejects with a sentence when the chain does not reach that far. */
export function legsOfTemplate(choice: TemplateChoice, optionAt: OptionAt): Promise<PayoffLegDraft[]> {
  return Promise.all(
    templateLegs(choice).map(async ({ kind, offset, ratio, later }) => {
      const near = await optionAt(kind, offset);
      const { id } = later ? await laterExpiry(near) : near;
      return { instrumentId: id, lots: ratio * choice.lots, price: null };
    }),
  );
}

const tooFar = (underlying: string) =>
  `The chain of ${underlying} ends before the last leg. Choose a smaller width or offset.`;

async function laterExpiry(near: Instrument): Promise<Instrument> {
  const { underlying, strike, kind, expiry } = near;
  const query = `${underlying} ${strike! / 100} ${kind}`;
  const found = await client.call('instruments.search', { query, limit: SEARCHED });
  const later = found
    .filter((one) => one.underlying === underlying && one.strike === strike && one.kind === kind)
    .filter((one) => one.expiry! > expiry!)
    .sort((a, b) => a.expiry!.localeCompare(b.expiry!));
  if (later[0] === undefined)
    throw new Error(`No later expiry lists ${near.name}. Choose another offset: far months list fewer strikes.`);
  return later[0];
}
