import type { Chain, ChainChoice } from '../../../contract/chain.ts';
import type { Clock } from '../core/clock.ts';
import type { OptionChains } from '../desk/option-chains.ts';
import type { TradingSession } from '../desk/trading-session.ts';
import type { TopicSubscription } from './desk-api.ts';

const PUSH_MS = 500;

type Emit = (chain: Chain) => void;

/** One chain of the session in view: again twice a second while a tick of its underlying or its contracts comes. */
export function chainTopic(
  session: TradingSession,
  chains: OptionChains,
  clock: Clock,
  choice: ChainChoice,
  emit: Emit,
): TopicSubscription<'chain'> {
  if (session.mode === 'REPLAY') return replayedChainTopic(session, chains, clock, choice, emit);
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

/** The chain of a replay's moment: as it was recorded, else of the replayed quotes; again while the replay's clock moves. */
function replayedChainTopic(
  session: TradingSession,
  chains: OptionChains,
  clock: Clock,
  choice: ChainChoice,
  emit: Emit,
): TopicSubscription<'chain'> {
  let shownAt: number | null = null;
  let reading = false;
  let closed = false;
  const show = async () => {
    const at = session.clock.now();
    if (reading || at === shownAt) return;
    reading = true;
    try {
      const recorded = await chains.at(choice, at);
      shownAt = at;
      if (!closed) emit(recorded ?? chains.view(choice));
    } catch (error) {
      session.onError(error);
    } finally {
      reading = false;
    }
  };
  const timer = clock.setInterval(() => void show(), PUSH_MS);
  void show();
  return {
    snapshot: chains.view(choice),
    close: () => {
      closed = true;
      timer.cancel();
    },
  };
}
