import type { Chain, ChainChoice } from '../../../contract/chain.ts';
import type { Clock } from '../core/clock.ts';
import type { OptionChains } from '../desk/option-chains.ts';
import type { TradingSession } from '../desk/trading-session.ts';
import type { TopicSubscription } from './desk-api.ts';

const PUSH_MS = 500;

/** One chain of the session in view: again twice a second while a tick of its underlying or its contracts comes. */
export function chainTopic(
  session: TradingSession,
  chains: OptionChains,
  clock: Clock,
  choice: ChainChoice,
  emit: (chain: Chain) => void,
): TopicSubscription<'chain'> {
  let changed = false;
  const leave = session.hub.onTick((tick) => {
    if (!changed && chains.concerns(choice, tick.instrumentId)) changed = true;
  });
  const timer = clock.setInterval(() => {
    if (!changed) return;
    changed = false;
    emit(chains.view(choice));
  }, PUSH_MS);
  return {
    snapshot: chains.view(choice),
    close: () => {
      leave();
      timer.cancel();
    },
  };
}
