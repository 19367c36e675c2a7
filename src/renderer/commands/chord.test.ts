import { expect, test } from 'vitest';
import { capsOf, chordOf } from './chord.ts';

const press = (key: string, code: string, held: string[] = []) =>
  chordOf({
    key,
    code,
    ctrlKey: held.includes('ctrl'),
    metaKey: held.includes('meta'),
    altKey: held.includes('alt'),
    shiftKey: held.includes('shift'),
  });

test.each([
  ['b', 'KeyB', [], 'B'],
  ['B', 'KeyB', ['shift'], 'Shift+B'],
  ['B', 'KeyB', [], 'B'],
  [' ', 'Space', ['ctrl'], 'Ctrl+Space'],
  ['K', 'KeyK', ['ctrl', 'shift'], 'Ctrl+Shift+K'],
  ['k', 'KeyK', ['meta'], 'Ctrl+K'],
  ['?', 'Slash', ['shift'], '?'],
  ['/', 'Slash', [], '/'],
  ['[', 'BracketLeft', [], '['],
  ['ArrowUp', 'ArrowUp', [], '↑'],
  ['5', 'Numpad5', [], '5'],
  ['!', 'Digit1', ['shift'], 'Shift+1'],
  ['F5', 'F5', ['shift'], 'Shift+F5'],
])('%s (%s) with %j is %s', (key, code, held, chord) => {
  expect(press(key, code, held)).toBe(chord);
});

test('Alt and another alphabet do not change which letter a key is', () => {
  expect(press('ƒ', 'KeyF', ['alt'])).toBe('Alt+F');
  expect(press('и', 'KeyB')).toBe('B');
});

test('a modifier alone is no chord', () => {
  expect(press('Shift', 'ShiftLeft', ['shift'])).toBeNull();
  expect(press('Dead', 'Quote')).toBeNull();
});

test('keycaps', () => {
  expect(capsOf('Ctrl+Shift+K')).toBe('Ctrl ⇧ K');
  expect(capsOf('G 1')).toBe('G then 1');
  expect(capsOf('+')).toBe('+');
});
