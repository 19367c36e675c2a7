import { client } from '../client/client.ts';

/** The first change is saved at once; those that follow each other within this time are saved once, at their end. */
const SETTLE_MS = 400;

const settling = new Map<string, { timer: ReturnType<typeof setTimeout>; held: { value: unknown } | null }>();

/** A named part of the workspace as it was saved, null when it never was. */
export const loadWorkspace = (key: string): Promise<unknown> => client.call('workspace.load', { key });

/** Saves a named part of the workspace; the last of several quick changes is the one kept. */
export function saveWorkspace(key: string, value: unknown): void {
  const busy = settling.get(key);
  clearTimeout(busy?.timer);
  if (!busy) save(key, value);
  settling.set(key, { held: busy ? { value } : null, timer: setTimeout(() => settle(key), SETTLE_MS) });
}

/** Saves a part that changes step by step, each of which is kept even if the window is gone the next moment. */
export function saveStep(key: string, value: unknown): void {
  clearTimeout(settling.get(key)?.timer);
  settling.delete(key);
  save(key, value);
}

/** Saves at once what is held back, as before the window closes or reloads. */
export function saveHeld(): void {
  for (const key of settling.keys()) settle(key);
}

function settle(key: string): void {
  const { timer, held } = settling.get(key)!;
  clearTimeout(timer);
  settling.delete(key);
  if (held) save(key, held.value);
}

function save(key: string, value: unknown): void {
  const plain = JSON.parse(JSON.stringify(value)) as never;
  // A lost connection is shown by the frame; the next change saves again.
  client.call('workspace.save', { key, value: plain }).catch(() => undefined);
}
