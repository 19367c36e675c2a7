import { Notification, type BrowserWindow } from 'electron';
import type { Alert } from '../../contract/alerts.ts';
import type { DeskApi } from '../engine/api/desk-api.ts';

/** A notification of the desktop for each alert that fires while the window is not looked at; a click brings it up. */
export function notifyOfAlerts(window: BrowserWindow, api: DeskApi): void {
  const firings = new Map<string, number>();
  const follow = (alerts: readonly Alert[]): void => {
    for (const { id, text, terms, firings: now } of alerts) {
      const before = firings.get(id);
      firings.set(id, now);
      if (before === undefined || now <= before || window.isDestroyed() || window.isFocused()) continue;
      if (!Notification.isSupported()) continue;
      const notice = new Notification({ title: text, body: terms.note });
      notice.on('click', () => {
        window.show();
        window.focus();
      });
      notice.show();
    }
  };
  const topic = api.topics.alerts({}, follow, follow);
  follow(topic.snapshot);
  window.once('closed', () => topic.close());
}
