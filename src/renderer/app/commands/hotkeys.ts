import { useEffect } from 'react';
import { noteActivity } from '../../stores/armed.ts';
import { chordOf, type Chord } from '../../commands/chord.ts';
import { keysStore } from '../../commands/keys-store.ts';
import { matchChord } from '../../commands/keymap.ts';
import { commands } from '../../commands/command-list.ts';

/** A sequence such as "G 1" must go on within this time. */
const SEQUENCE_MS = 1500;

const TYPING =
  'input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]';

/** True where letters type instead of trading: a text field, or anything inside a modal dialog or a menu. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && (target.matches(TYPING) || target.closest('dialog[open], [role=menu]') !== null);
}

/** A key that the focused control uses itself: Space and Enter on a button, arrows on a slider. */
function isControlsOwn(target: EventTarget | null, chord: Chord): boolean {
  if (!(target instanceof Element)) return false;
  if (chord === 'Space' || chord === 'Enter') return target.matches('button, a, summary, [role=tab], [type=checkbox]');
  return '↑↓←→'.includes(chord) && target.matches('[type=range]');
}

/** Listens for keys in the whole window and runs their commands; a held key counts once. */
export function useHotkeys(): void {
  useEffect(() => {
    let begun: { chord: Chord; until: number } | null = null;
    const onKeyDown = (event: KeyboardEvent) => {
      noteActivity();
      const chord = chordOf(event);
      if (chord === null || event.isComposing || event.defaultPrevented) return;
      const before = begun && begun.until > event.timeStamp ? begun.chord : null;
      begun = null;
      const inText = isTyping(event.target) || document.querySelector('dialog[open]') !== null;
      if (isControlsOwn(event.target, chord)) return;
      const match = matchChord(commands(), keysStore.getState().changes, { chord, before, inText });
      if (match.kind === 'none') return;
      event.preventDefault();
      if (event.repeat) return;
      if (match.kind === 'begun') begun = { chord, until: event.timeStamp + SEQUENCE_MS };
      else match.command.run();
    };
    const onPointerDown = () => noteActivity();
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('pointerdown', onPointerDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('pointerdown', onPointerDown);
    };
  }, []);
}
