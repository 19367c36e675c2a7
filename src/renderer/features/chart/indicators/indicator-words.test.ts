import { expect, test } from 'vitest';
import { indicatorOf } from '../../../../indicators/registry.ts';
import { chosenName, usesPen, valuesText } from './indicator-words.ts';

test('a name has the parameters that were chosen, or else the usual ones', () => {
  const chosen = { key: 'b', id: 'bollinger', pen: 'grey', filled: true, values: { length: 10 } } as const;
  expect(chosenName(chosen)).toBe('BB 10 2');
});

test.each([
  ['supertrend', [Number.NaN, 4_664], '46.64'],
  ['supertrend', [Number.NaN, Number.NaN], '–'],
  ['macd', [-324, -346, 22], '−3.24 −3.46 0.22'],
  ['rsi', [48.44], '48.4'],
  ['oi', [6_909_000, -544_895], '69.09 L −5.45 L'],
  ['pivots', [1, 2, 3, 4, 5, 6, 7], '0.01 0.02 0.03 0.04'],
])('figures of %s', (id, values, text) => {
  expect(valuesText(indicatorOf(id)!, values)).toBe(text);
});

test('a line of a rise or a fall has its own colour, every other the chosen one', () => {
  expect(['supertrend', 'adx', 'oi', 'macd'].map((id) => usesPen(indicatorOf(id)!))).toEqual([false, true, true, true]);
});
