import type { OmsContext } from '../oms-context.ts';

/** Names of the options sold whose quote is stale while the market is open: nobody can see what they cost. */
export function staleShorts({ portfolio, quotes, instrument, phase }: OmsContext): string[] {
  if (!phase().open) return [];
  return portfolio
    .open()
    .filter(({ instrumentId, netQty }) => netQty < 0 && quotes.isStale(instrumentId))
    .map(({ instrumentId }) => instrument(instrumentId))
    .filter(({ kind }) => kind === 'CE' || kind === 'PE')
    .map(({ name }) => name);
}
