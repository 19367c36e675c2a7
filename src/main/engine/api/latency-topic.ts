import type { LatencyDay } from '../../../contract/latency.ts';
import type { Desk } from '../desk/desk.ts';
import type { TopicSubscription } from './desk-api.ts';

const PUSH_MS = 1000;

/** Today's latencies, once a second while they change. */
export function latencyTopic(desk: Desk, emit: (day: LatencyDay) => void): TopicSubscription<'latency'> {
  const { clock, latency } = desk;
  let told = latency.changes;
  const timer = clock.setInterval(() => {
    if (latency.changes === told) return;
    told = latency.changes;
    emit(latency.today());
  }, PUSH_MS);
  return { snapshot: latency.today(), close: () => timer.cancel() };
}
