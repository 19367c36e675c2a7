import type { MarketQuote } from '../../domain/quote.ts';

/** A spread wider than this part of the mid price is no market to judge a stop by at once. */
const SOUND_SPREAD = 0.2;
/** Narrower than this many paise is sound at any price. */
const SOUND_SPREAD_PAISE = 100;
/** How long a price seen in an unsound book must stand. */
export const CONFIRM_MS = 1000;

export interface Protection {
  isLong: boolean;
  /** Paise; null when that side is off. */
  tpPrice: number | null;
  slPrice: number | null;
}

export type Trigger = 'target' | 'stop';

/** The side of a bracket that the market has reached: by the bid for a long, the ask for a short, never by the last price. */
export function reached(protection: Protection, quote: Pick<MarketQuote, 'bid' | 'ask'>): Trigger | null {
  const { isLong, tpPrice, slPrice } = protection;
  const exit = isLong ? quote.bid : quote.ask;
  if (exit <= 0) return null;
  if (slPrice !== null && (isLong ? exit <= slPrice : exit >= slPrice)) return 'stop';
  if (tpPrice !== null && (isLong ? exit >= tpPrice : exit <= tpPrice)) return 'target';
  return null;
}

/**
 * Whether what the book shows may be acted on at once: both sides quoted with a sound spread, or the last price is
 * beyond the trigger as well. Else it may be a bad tick and must stand for CONFIRM_MS.
 */
export function confirmed(
  trigger: Trigger,
  protection: Protection,
  quote: Pick<MarketQuote, 'bid' | 'ask' | 'ltp'>,
): boolean {
  const { ltp } = quote;
  if (isSound(quote)) return true;
  const level = trigger === 'stop' ? protection.slPrice : protection.tpPrice;
  if (level === null || ltp <= 0) return false;
  const downwards = (trigger === 'stop') === protection.isLong;
  return downwards ? ltp <= level : ltp >= level;
}

/** Whether both sides are quoted, with a spread that is a market. */
export function isSound({ bid, ask }: Pick<MarketQuote, 'bid' | 'ask'>): boolean {
  const spread = ask - bid;
  return bid > 0 && ask > 0 && spread >= 0 && spread <= Math.max(SOUND_SPREAD_PAISE, ((bid + ask) / 2) * SOUND_SPREAD);
}
