/**
 * A key or two, as printed: modifiers in the order Ctrl, Alt, Shift, then the key, joined by "+"; two keys pressed one
 * after the other are parted by a space ("G 1"). Ctrl also stands for ⌘.
 */
export type Chord = string;

interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const NAMES: Record<string, string> = {
  ' ': 'Space',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};
const MODIFIERS = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead']);

/** The chord of a key event, or null for a modifier alone. */
export function chordOf(press: KeyPress): Chord | null {
  if (MODIFIERS.has(press.key) || press.key === 'Unidentified') return null;
  const name = keyName(press);
  // A character such as "?" is already the shifted one; letters, digits and named keys carry their Shift.
  const shiftCounts = /^[A-Z0-9]$/.test(name) || name.length > 1 || '↑↓←→'.includes(name);
  const parts = [
    press.ctrlKey || press.metaKey ? 'Ctrl' : '',
    press.altKey ? 'Alt' : '',
    press.shiftKey && shiftCounts ? 'Shift' : '',
    name,
  ];
  return parts.filter(Boolean).join('+');
}

function keyName({ key, code, altKey, ctrlKey, metaKey, shiftKey }: KeyPress): string {
  // Alt and non-Latin layouts give another character for a letter key; Shift another for a digit.
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter && (altKey || ctrlKey || metaKey || !/^[a-z]$/i.test(key))) return letter;
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];
  if (digit && (shiftKey || altKey)) return digit;
  if (code === 'Space') return 'Space';
  return NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

/** A chord as short keycaps: "Ctrl ⇧ K". */
export function capsOf(chord: Chord): string {
  return chord
    .split(' ')
    .map((press) => press.replaceAll('Shift', '⇧').replaceAll(/(?<=.)\+(?=.)/g, ' '))
    .join(' then ');
}
