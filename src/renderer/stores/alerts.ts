import { create } from 'zustand';
import type { Alert } from '../../contract/alerts.ts';
import type { DeskClient } from '../client/desk-client.ts';

/** The alerts of the desk, the oldest first; null until the first snapshot. */
export const alertsStore = create<{ alerts: readonly Alert[] | null }>(() => ({ alerts: null }));

export function followAlerts(client: DeskClient): void {
  const set = (alerts: Alert[]) => alertsStore.setState({ alerts });
  client.subscribe('alerts', {}, { onSnapshot: set, onDelta: set });
}
