import type { StrategyView } from '../../../contract/strategies.ts';

type Standing = Pick<StrategyView, 'status' | 'statusReason'>;

/** The state as a word: LOCKED is one that runs while its entries are kept out. */
export function stateOf({ status, statusReason }: Standing): { word: string; tone: 'ok' | 'warn' | 'plain' } {
  const tone = statusReason !== null ? 'warn' : status === 'active' ? 'ok' : 'plain';
  if (status === 'stopped') return { word: 'STOPPED', tone };
  return { word: statusReason === null ? 'ACTIVE' : 'LOCKED', tone };
}

/** How it stands, in a sentence; the engine's own where it stopped the strategy or locked its entries. */
export function standingSentence({ status, statusReason }: Standing): string {
  if (statusReason !== null) return statusReason;
  return status === 'active'
    ? 'It runs: it sees the market and places its orders.'
    : 'It stands: it sees nothing and places nothing.';
}
