import { create } from 'zustand';
import type { LogEntry } from '../../contract/desk.ts';
import type { DeskClient } from '../client/desk-client.ts';

/** Entries held in the window; older ones are read with `logs.list`. */
const KEPT = 5000;

interface Logs {
  /** Oldest first. */
  entries: LogEntry[];
  ready: boolean;
}

export const logsStore = create<Logs>(() => ({ entries: [], ready: false }));

export const useLogs = (): LogEntry[] => logsStore((state) => state.entries);
/** The newest entry. */
export const useLastLog = (): LogEntry | undefined => logsStore((state) => state.entries.at(-1));

/** Follows the log. */
export function followLogs(client: DeskClient): void {
  client.subscribe(
    'logs',
    {},
    {
      onSnapshot: (entries) => logsStore.setState({ entries: inOrder(entries), ready: true }),
      onDelta: (added) =>
        logsStore.setState(({ entries }) => ({ entries: [...entries, ...inOrder(added)].slice(-KEPT) })),
    },
  );
}

/** Puts older entries in front, without doubling any. */
export function prependLogs(older: LogEntry[]): void {
  logsStore.setState(({ entries }) => {
    const first = entries[0]?.seq ?? Infinity;
    return { entries: [...inOrder(older.filter((entry) => entry.seq < first)), ...entries] };
  });
}

function inOrder(entries: LogEntry[]): LogEntry[] {
  return entries.toSorted((a, b) => a.seq - b.seq);
}
