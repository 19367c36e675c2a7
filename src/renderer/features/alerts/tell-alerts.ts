import type { Alert } from '../../../contract/alerts.ts';
import { client } from '../../client/client.ts';
import { alertsStore } from '../../stores/alerts.ts';
import { announce } from '../../stores/toasts.ts';
import { alertSound } from './alert-sound.ts';
import { firedText } from './alert-words.ts';
import { notify } from './notify.ts';

/** Says each firing once: on screen, by its sound, and to the desktop; a firing that no window told is told at the next start. */
export function tellAlerts(): void {
  /** The firing of each alert that this window has told. */
  const told = new Map<string, number>();
  alertsStore.subscribe(({ alerts }) => {
    for (const alert of alerts ?? []) {
      if (alert.firings <= Math.max(alert.told, told.get(alert.id) ?? 0)) continue;
      told.set(alert.id, alert.firings);
      tell(alert);
    }
  });
}

function tell(alert: Alert): void {
  const text = firedText(alert);
  announce('warn', text);
  alertSound();
  notify(text);
  // What is not marked is told again, as after a lost connection.
  client.call('alerts.told', { id: alert.id, seq: alert.firings }).catch(() => undefined);
}
