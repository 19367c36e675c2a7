import type { Chord } from './chord.ts';
import type { Command } from './command.ts';

/** Changed keys by command id; null takes the key away. */
export type KeyChanges = Readonly<Record<string, Chord | null>>;

/** The key of a command after changes, or null. */
export function chordFor(command: Command, changes: KeyChanges): Chord | null {
  const changed = changes[command.id];
  return changed === undefined ? (command.chord ?? null) : changed;
}

/** The command that already has a key which `chord` would take or shadow, for another command; null when it is free. */
export function conflictOf(
  commands: readonly Command[],
  changes: KeyChanges,
  commandId: string,
  chord: Chord,
): Command | null {
  return (
    commands.find((command) => {
      if (command.textChord && collide(command.textChord, chord)) return true;
      const taken = command.id === commandId ? null : chordFor(command, changes);
      return taken !== null && collide(taken, chord);
    }) ?? null
  );
}

/** Two chords collide when they are the same, or one begins the other. */
function collide(a: Chord, b: Chord): boolean {
  return a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `);
}

/** Changes from storage: those of known commands without conflict, the rest left out. */
export function validChanges(commands: readonly Command[], saved: unknown): KeyChanges {
  const changes: Record<string, Chord | null> = {};
  if (typeof saved !== 'object' || saved === null) return changes;
  for (const [id, chord] of Object.entries(saved)) {
    if (!commands.some((command) => command.id === id)) continue;
    if (chord === null) changes[id] = null;
    else if (typeof chord === 'string' && !conflictOf(commands, changes, id, chord)) changes[id] = chord;
  }
  return changes;
}

export type KeyMatch =
  | { kind: 'command'; command: Command }
  /** The first key of a sequence. */
  | { kind: 'begun' }
  | { kind: 'none' };

/**
 * What a key press means. `before` is the first key of a sequence under way, or null. In a text field (`inText`) only
 * the keys made for it act.
 */
export function matchChord(
  commands: readonly Command[],
  changes: KeyChanges,
  { chord, before, inText }: { chord: Chord; before: Chord | null; inText: boolean },
): KeyMatch {
  const pressed = before === null ? chord : `${before} ${chord}`;
  let begun = false;
  for (const command of commands) {
    if (command.when && !command.when()) continue;
    if (before === null && command.textChord === chord) return { kind: 'command', command };
    if (inText && !command.inText) continue;
    const own = chordFor(command, changes);
    if (own === pressed) return { kind: 'command', command };
    if (own?.startsWith(`${pressed} `)) begun = true;
  }
  return { kind: begun ? 'begun' : 'none' };
}
