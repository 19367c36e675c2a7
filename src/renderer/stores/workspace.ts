import { client } from '../client/client.ts';

/** Changes that follow each other within this time are saved once. */
const SETTLE_MS = 400;

const waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; value: unknown }>();

/** A named part of the workspace as it was saved, null when it never was. */
export const loadWorkspace = (key: string): Promise<unknown> => client.call('workspace.load', { key });

/** Saves a named part of the workspace soon; the last of several quick changes is the one kept. */
export function saveWorkspace(key: string, value: unknown): void {
  clearTimeout(waiting.get(key)?.timer);
  waiting.set(key, { value, timer: setTimeout(() => saveNow(key, value), SETTLE_MS) });
}

function saveNow(key: string, value: unknown): void {
  waiting.delete(key);
  const plain = JSON.parse(JSON.stringify(value)) as never;
  // A lost connection is shown by the frame; the next change saves again.
  client.call('workspace.save', { key, value: plain }).catch(() => undefined);
}

/** Saves at once what waits, as before the window closes or reloads. */
export function saveWaiting(): void {
  for (const [key, { timer, value }] of waiting) {
    clearTimeout(timer);
    saveNow(key, value);
  }
}
