import { create } from 'zustand';
import type { Drill } from '../../contract/drill.ts';
import type { DeskClient } from '../client/desk-client.ts';

/** The fault drill of the paper session, null before the first snapshot. */
export const drillStore = create<{ drill: Drill | null }>(() => ({ drill: null }));

export const useDrill = (): Drill | null => drillStore((state) => state.drill);

export function followDrill(client: DeskClient): void {
  const take = (drill: Drill) => drillStore.setState({ drill });
  client.subscribe('drill', {}, { onSnapshot: take, onDelta: take });
}
