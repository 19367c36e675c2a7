import type { TopicName } from '../../../contract/contract.ts';
import type { Desk } from '../desk/desk.ts';
import type { TradingSession } from '../desk/trading-session.ts';
import type { TopicDelta, TopicSnapshot, TopicSources, TopicSubscription } from './desk-api.ts';

/**
 * A topic of the session in view: opened on the current one, and on a change of session (a replay begins or ends)
 * closed there, opened on the next and told as a whole new snapshot.
 */
export function follow<N extends TopicName>(
  desk: Desk,
  open: (
    session: TradingSession,
    args: Parameters<TopicSources[N]>[0],
    emit: (delta: TopicDelta<N>) => void,
  ) => TopicSubscription<N>,
): (
  args: Parameters<TopicSources[N]>[0],
  emit: (delta: TopicDelta<N>) => void,
  reset: (snapshot: TopicSnapshot<N>) => void,
) => TopicSubscription<N> {
  return (args, emit, reset) => {
    let current = open(desk.current, args, emit);
    const leave = desk.switched.on(() => {
      current.close();
      current = open(desk.current, args, emit);
      reset(current.snapshot);
    });
    return {
      snapshot: current.snapshot,
      close: () => {
        leave();
        current.close();
      },
    };
  };
}
