/** The desktop app notifies from its main process; a browser page asks for leave at a click. */
const isBrowser = window.terminalShell === undefined && typeof Notification !== 'undefined';

/** Whether notifications can be asked for, and were not answered yet. */
export const canAskToNotify = (): boolean => isBrowser && Notification.permission === 'default';

export async function askToNotify(): Promise<void> {
  await Notification.requestPermission();
}

/** A notification of the desktop, where it was allowed and the page is not looked at. */
export function notify(text: string): void {
  if (!isBrowser || Notification.permission !== 'granted' || !document.hidden) return;
  const notice = new Notification('Next-Gen Algo Terminal', { body: text });
  notice.addEventListener('click', () => window.focus());
}
