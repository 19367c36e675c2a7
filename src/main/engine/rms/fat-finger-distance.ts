import type { Instrument } from '../../../contract/market.ts';

/** How far beyond the market a price may lie: the larger of a percentage and paise. */
export interface FatFingerDistance {
  percent: number;
  floor: number;
}

type Traded = Exclude<Instrument['kind'], 'INDEX'>;

/** The distances of a day: by kind, and for what is named by symbol or underlying instead. */
export interface FatFingerRules {
  fatFinger: Readonly<Record<Traded, FatFingerDistance>>;
  fatFingerOverrides: readonly (FatFingerDistance & { for: string; kinds: readonly string[] })[];
}

/** The distance that holds for an instrument: its symbol's own, else its underlying's, else that of its kind. */
export function fatFingerOf(
  { fatFinger, fatFingerOverrides }: FatFingerRules,
  { symbol, underlying }: Pick<Instrument, 'symbol' | 'underlying'>,
  kind: Traded,
): FatFingerDistance {
  if (fatFingerOverrides.length === 0) return fatFinger[kind];
  const meant = fatFingerOverrides.filter(({ kinds }) => kinds.includes(kind));
  const own =
    meant.find((override) => override.for === symbol) ?? meant.find((override) => override.for === underlying);
  return own ?? fatFinger[kind];
}
