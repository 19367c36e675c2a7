import { expect, test } from 'vitest';
import { conflictOf } from '../../commands/keymap.ts';
import { allCommands } from './all-commands.ts';

test('the terminal’s own keys are without conflict and its commands have different ids', () => {
  expect(new Set(allCommands.map(({ id }) => id)).size).toBe(allCommands.length);
  const clashes = allCommands.flatMap((one) => {
    const other = one.chord ? conflictOf(allCommands, {}, one.id, one.chord) : null;
    return other ? [`${one.id} and ${other.id}: ${one.chord}`] : [];
  });
  expect(clashes).toEqual([]);
});

test('the keys of the trade are where a trader expects them', () => {
  const keys = Object.fromEntries(allCommands.map((one) => [one.chord ?? one.id, one.id]));
  expect(keys).toMatchObject({
    'Ctrl+Space': 'arm',
    B: 'buy',
    S: 'sell',
    'Shift+B': 'joinBid',
    'Shift+S': 'joinAsk',
    '↑': 'lotsUp',
    '↓': 'lotsDown',
    '1': 'lots1',
    '9': 'lots9',
    C: 'atmCall',
    P: 'atmPut',
    '[': 'strikeDown',
    ']': 'strikeUp',
    X: 'cancelSymbol',
    'Shift+X': 'cancelAll',
    F: 'flatten',
    'Shift+F': 'flattenAll',
    H: 'closeHalf',
    Q: 'closeQuarter',
    T: 'exits',
    E: 'breakEven',
    'Ctrl+Shift+K': 'kill',
    '/': 'symbolSearch',
    '?': 'keySheet',
    'Ctrl+K': 'palette',
    'G 1': 'layout-trade',
    'G 2': 'layout-options',
    'G 3': 'layout-review',
    Space: 'replayPlay',
    N: 'replayNextTrade',
  });
});
