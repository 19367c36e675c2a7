import { create } from 'zustand';
import { saveWorkspace } from '../stores/workspace.ts';
import { capsOf, type Chord } from './chord.ts';
import { commands } from './command-list.ts';
import { chordFor, conflictOf, validChanges, type KeyChanges } from './keymap.ts';

export const keysStore = create<{ changes: KeyChanges }>(() => ({ changes: {} }));

export function restoreKeys(saved: unknown): void {
  keysStore.setState({ changes: validChanges(commands(), saved) });
}

/** Gives a command another key (null: none); returns a sentence when the key is taken, and changes nothing then. */
export function changeKey(commandId: string, chord: Chord | null): string | null {
  const { changes } = keysStore.getState();
  const conflict = chord === null ? null : conflictOf(commands(), changes, commandId, chord);
  if (chord !== null && conflict) {
    return `${capsOf(chord)} is taken by “${conflict.title}”. Change that one first, or choose another key.`;
  }
  keep({ ...changes, [commandId]: chord });
  return null;
}

/** All keys as they came. */
export function resetKeys(): void {
  keep({});
}

/** The key of a command as keycaps, for buttons; re-renders when it is changed. */
export function useKeyOf(commandId: string): string | undefined {
  keysStore((state) => state.changes);
  return keyOf(commandId);
}

/** The key of a command as keycaps, as it stands now: for sentences. */
export function keyOf(commandId: string): string | undefined {
  const command = commands().find(({ id }) => id === commandId);
  const chord = command && chordFor(command, keysStore.getState().changes);
  return chord ? capsOf(chord) : undefined;
}

/** The key of a command for a sentence, or where to find the command when it has none. */
export function keyOrTitle(commandId: string): string {
  const title = commands().find(({ id }) => id === commandId)?.title ?? commandId;
  return keyOf(commandId) ?? `“${title}” in the palette`;
}

function keep(changes: KeyChanges): void {
  keysStore.setState({ changes });
  saveWorkspace('keys', changes);
}
