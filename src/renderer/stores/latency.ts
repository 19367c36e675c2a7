import { create } from 'zustand';
import type { LatencyDay, LatencyFigure, LatencyKind } from '../../contract/latency.ts';
import type { DeskClient } from '../client/desk-client.ts';

/** Today's latencies, null before the first snapshot. */
export const latencyStore = create<{ today: LatencyDay | null }>(() => ({ today: null }));

export const useLatencyToday = (): LatencyDay | null => latencyStore((state) => state.today);

/** Today's durations of one kind; undefined before the first sample. */
export const useLatency = (kind: LatencyKind): LatencyFigure | undefined =>
  latencyStore((state) => state.today?.figures.find((figure) => figure.kind === kind));

export function followLatency(client: DeskClient): void {
  const take = (today: LatencyDay) => latencyStore.setState({ today });
  client.subscribe('latency', {}, { onSnapshot: take, onDelta: take });
}
