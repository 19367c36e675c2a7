import type { Chain } from '../../../contract/chain.ts';
import type { Instrument } from '../../../contract/market.ts';

export type OptionKind = 'CE' | 'PE';

/** One side of a strike; the strike in paise. */
export interface Leg {
  strike: number;
  kind: OptionKind;
}

/** The id of a leg's cell in the page. */
export const legCellId = (strike: number, kind: OptionKind): string => `leg-${strike}-${kind}`;

/** The leg that an instrument is in this chain, null when it is none of it. */
export function legOf(
  instrument: Instrument | undefined,
  underlying: string | null,
  expiry: string | null,
): Leg | null {
  if (!instrument || instrument.underlying !== underlying || instrument.expiry !== expiry) return null;
  const { kind, strike } = instrument;
  return strike !== null && (kind === 'CE' || kind === 'PE') ? { strike, kind } : null;
}

/**
 * The leg a key leads to: ↑ ↓ and [ ] along the strikes, ← C and → P to the side, Page keys ten strikes, Home the money.
 * Null for any other key. Without a leg to start from, any of them leads to the money.
 */
export function legAfterKey(
  key: string,
  from: Leg | null,
  { ladder, atm }: { ladder: readonly number[]; atm: number | null },
): Leg | null {
  const steps = STEPS[key];
  const side = SIDES[key];
  if (steps === undefined && side === undefined && key !== 'Home') return null;
  const money = nearest(ladder, atm);
  if (money === undefined) return null;
  if (from === null || key === 'Home') return { strike: money, kind: side ?? from?.kind ?? 'CE' };
  if (side !== undefined) return { strike: from.strike, kind: side };
  const at = ladder.indexOf(from.strike);
  const to = Math.max(0, Math.min(ladder.length - 1, at + steps!));
  return { strike: at < 0 ? money : ladder[to]!, kind: from.kind };
}

/** The instrument of a leg, undefined when that side is not listed. */
export function instrumentOf(chain: Chain | null, { strike, kind }: Leg): number | undefined {
  const row = chain?.strikes.find((one) => one.strike === strike);
  return (kind === 'CE' ? row?.call : row?.put)?.instrumentId;
}

const STEPS: Record<string, number | undefined> = {
  ArrowUp: -1,
  ArrowDown: 1,
  '[': -1,
  ']': 1,
  PageUp: -10,
  PageDown: 10,
};

const SIDES: Record<string, OptionKind | undefined> = { ArrowLeft: 'CE', c: 'CE', ArrowRight: 'PE', p: 'PE' };

function nearest(ladder: readonly number[], atm: number | null): number | undefined {
  return atm !== null && ladder.includes(atm) ? atm : ladder[Math.floor(ladder.length / 2)];
}
