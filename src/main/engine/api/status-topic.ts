import type { Status } from '../../../contract/desk.ts';
import type { Desk } from '../desk/desk.ts';
import type { TopicSubscription } from './desk-api.ts';

const PUSH_MS = 500;

/** The frame's figures, twice a second and at once when the session in view changes. */
export function statusTopic(desk: Desk, emit: (status: Status) => void): TopicSubscription<'status'> {
  const tell = () => emit(statusOf(desk));
  const timer = desk.clock.setInterval(tell, PUSH_MS);
  const leave = [desk.switched.on(tell), desk.stirred.on(tell)];
  return {
    snapshot: statusOf(desk),
    close: () => {
      timer.cancel();
      for (const unsubscribe of leave) unsubscribe();
    },
  };
}

export function statusOf(desk: Desk): Status {
  const { mode, account, clock, feed, oms, replay } = desk.current;
  const now = clock.now();
  return {
    mode,
    accountName: `${account.brokerName} ${account.clientCode}`,
    now,
    phase: feed.phase(now),
    feeds: [feed.health()],
    replay: replay?.status() ?? null,
    reconciledAt: oms.reconciledAt,
    recorder: desk.paper.recorder.stats(),
    outbox: desk.store.outboxSize(),
  };
}
