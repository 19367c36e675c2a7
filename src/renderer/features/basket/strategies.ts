import type { Side } from '../../../contract/enums.ts';

/** Premade baskets, by what they are called. */
export const STRATEGIES = {
  STRADDLE: 'Straddle',
  STRANGLE: 'Strangle',
  CALL_SPREAD: 'Call spread',
  PUT_SPREAD: 'Put spread',
  IRON_CONDOR: 'Iron condor',
} as const;
export type Strategy = keyof typeof STRATEGIES;

/** A leg by its distance from the money, in strikes above (+) or below (−). */
export interface StrategyLeg {
  kind: 'CE' | 'PE';
  offset: number;
  side: Side;
}

/**
 * The legs of a strategy around the money. SELL takes premium in, BUY pays it; `width` is the distance in strikes: of the
 * strangle's legs from the money, of a spread's legs from each other, of the condor's both.
 */
export function strategyLegs(strategy: Strategy, side: Side, width: number): StrategyLeg[] {
  const other: Side = side === 'BUY' ? 'SELL' : 'BUY';
  const call = (offset: number, legSide: Side): StrategyLeg => ({ kind: 'CE', offset, side: legSide });
  const put = (below: number, legSide: Side): StrategyLeg => ({ kind: 'PE', offset: 0 - below, side: legSide });
  switch (strategy) {
    case 'STRADDLE':
      return [call(0, side), put(0, side)];
    case 'STRANGLE':
      return [call(width, side), put(width, side)];
    case 'CALL_SPREAD':
      return [call(0, side), call(width, other)];
    case 'PUT_SPREAD':
      return [put(0, side), put(width, other)];
    case 'IRON_CONDOR':
    default:
      return [call(width, side), call(2 * width, other), put(width, side), put(2 * width, other)];
  }
}
