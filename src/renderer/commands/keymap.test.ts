import { expect, test } from 'vitest';
import type { Command } from './command.ts';
import { chordFor, conflictOf, matchChord, validChanges } from './keymap.ts';

const command = (id: string, more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'Orders',
  run: () => undefined,
  ...more,
});

let inReplay = false;
const commands = [
  command('buy', { chord: 'B' }),
  command('flatten', { chord: 'F', textChord: 'Alt+F' }),
  command('kill', { chord: 'Ctrl+Shift+K', inText: true }),
  command('trade', { chord: 'G 1' }),
  command('play', { chord: 'Space', when: () => inReplay }),
];

function match(chord: string, { before = null, inText = false }: { before?: string | null; inText?: boolean } = {}) {
  const found = matchChord(commands, {}, { chord, before, inText });
  return found.kind === 'command' ? found.command.id : found.kind;
}

test('a key runs its command', () => {
  expect(match('B')).toBe('buy');
  expect(match('Z')).toBe('none');
});

test('in a text field only the keys made for it act', () => {
  expect(match('B', { inText: true })).toBe('none');
  expect(match('F', { inText: true })).toBe('none');
  expect(match('Alt+F', { inText: true })).toBe('flatten');
  expect(match('Ctrl+Shift+K', { inText: true })).toBe('kill');
  expect(match('G', { inText: true })).toBe('none');
});

test('a sequence needs its first key first', () => {
  expect(match('G')).toBe('begun');
  expect(match('1', { before: 'G' })).toBe('trade');
  expect(match('1')).toBe('none');
  expect(match('B', { before: 'G' })).toBe('none');
});

test('a command that is absent now has no key now', () => {
  expect(match('Space')).toBe('none');
  inReplay = true;
  expect(match('Space')).toBe('play');
  inReplay = false;
});

test('a taken key is a conflict, also as the beginning of a sequence and as a fixed key', () => {
  expect(conflictOf(commands, {}, 'buy', 'F')?.id).toBe('flatten');
  expect(conflictOf(commands, {}, 'buy', 'G')?.id).toBe('trade');
  expect(conflictOf(commands, {}, 'buy', 'B 2')).toBeNull();
  expect(conflictOf(commands, {}, 'flatten', 'B 2')?.id).toBe('buy');
  expect(conflictOf(commands, {}, 'buy', 'Alt+F')?.id).toBe('flatten');
  expect(conflictOf(commands, {}, 'buy', 'N')).toBeNull();
});

test('a key that was given away is free', () => {
  expect(conflictOf(commands, { flatten: 'Y' }, 'buy', 'F')).toBeNull();
  expect(conflictOf(commands, { flatten: null }, 'buy', 'F')).toBeNull();
  expect(chordFor(commands[1]!, { flatten: null })).toBeNull();
});

test('saved changes that are unknown, wrong or in conflict are left out', () => {
  const saved = { buy: 'N', flatten: 'N', gone: 'M', kill: 5, trade: null };
  expect(validChanges(commands, saved)).toEqual({ buy: 'N', trade: null });
  expect(validChanges(commands, 'nonsense')).toEqual({});
  expect(validChanges(commands, null)).toEqual({});
});
