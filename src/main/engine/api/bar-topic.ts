import type { Interval } from '../../../contract/enums.ts';
import type { Bar } from '../../../contract/market.ts';
import type { Clock } from '../core/clock.ts';
import type { TradingSession } from '../desk/trading-session.ts';
import { RunningBar } from '../market-data/running-bar.ts';
import type { TopicSubscription } from './desk-api.ts';

const PUSH_MS = 100;

/** The running bar of one chart, taken up from history where it began before the subscription. */
export function barTopic(
  session: TradingSession,
  clock: Clock,
  chosen: { instrumentId: number; interval: Interval },
  emit: (bar: Bar | null) => void,
): TopicSubscription<'bar'> {
  const running = new RunningBar(chosen.interval, session.barAnchor);
  let changed = false;
  let closed = false;
  const leave = session.hub.onTick((tick) => {
    if (tick.instrumentId === chosen.instrumentId && session.inSession(tick.ts) && running.add(tick)) changed = true;
  });
  const timer = clock.setInterval(() => {
    if (!changed) return;
    changed = false;
    emit(running.bar);
  }, PUSH_MS);
  const cumulative = session.hub.quotes.get(chosen.instrumentId)?.volume ?? null;
  void session.history
    .bars(chosen.instrumentId, chosen.interval, session.clock.now() + 1, 1)
    .then(([last]) => {
      if (closed || last === undefined) return;
      running.resume(last, cumulative);
      changed = true;
    })
    .catch(session.onError);
  return {
    snapshot: null,
    close: () => {
      closed = true;
      leave();
      timer.cancel();
    },
  };
}
