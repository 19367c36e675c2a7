import type { Desk } from '../desk/desk.ts';
import type { CallHandlers } from './desk-api.ts';
import type { SessionChains } from './session-chains.ts';

type ChainCall = 'chain.underlyings' | 'chain.expiries' | 'chain.at' | 'chain.straddle' | 'chain.term';

/** Option chains of the session in view; in a replay nothing later than its clock. */
export function chainApi(desk: Desk, chains: SessionChains): Pick<CallHandlers, ChainCall> {
  const inView = () => chains.of(desk.current);
  return {
    'chain.underlyings': () => inView().underlyings(),
    'chain.expiries': ({ underlying }) => inView().expiries(underlying),
    'chain.at': async ({ ts, ...choice }) => (await inView().at(choice, ts)) ?? (await inView().importedAt(choice, ts)),
    'chain.straddle': (choice) => inView().straddles(choice),
    'chain.term': ({ underlying }) => inView().term(underlying),
  };
}
