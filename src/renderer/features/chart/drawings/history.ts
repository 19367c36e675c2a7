/** A value with what it was before and what was undone. */
export interface History<T> {
  readonly now: T;
  /** Oldest first. */
  readonly past: readonly T[];
  /** Next redone last. */
  readonly undone: readonly T[];
}

/** Steps that can be undone. */
const STEPS = 100;

export const historyOf = <T>(now: T): History<T> => ({ now, past: [], undone: [] });

/** The next value; what was undone before is gone. */
export function commit<T>({ now, past }: History<T>, next: T): History<T> {
  return { now: next, past: [...past, now].slice(-STEPS), undone: [] };
}

/** One step back; the same history when there is none. */
export function undo<T>(history: History<T>): History<T> {
  const { now, past, undone } = history;
  if (past.length === 0) return history;
  return { now: past.at(-1)!, past: past.slice(0, -1), undone: [...undone, now] };
}

/** One undone step again; the same history when there is none. */
export function redo<T>(history: History<T>): History<T> {
  const { now, past, undone } = history;
  if (undone.length === 0) return history;
  return { now: undone.at(-1)!, past: [...past, now], undone: undone.slice(0, -1) };
}
