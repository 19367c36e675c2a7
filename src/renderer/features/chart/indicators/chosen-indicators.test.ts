import { expect, test } from 'vitest';
import { INDICATORS } from '../../../../indicators/registry.ts';
import { MOST_INDICATORS, validChosen, withIndicator, type ChosenIndicator } from './chosen-indicators.ts';

const [sma, ema] = INDICATORS;

test('several of one kind have keys and colours of their own', () => {
  const one = withIndicator([], sma!)!;
  const two = withIndicator(one, sma!)!;
  expect(two.map(({ key, pen, values }) => ({ key, pen, values }))).toEqual([
    { key: 'sma-1', pen: 'grey', values: { length: 20 } },
    { key: 'sma-2', pen: 'teal', values: { length: 20 } },
  ]);
  const later = withIndicator(two.slice(1), ema!)!;
  expect(later.map(({ key, pen }) => [key, pen])).toEqual([
    ['sma-2', 'teal'],
    ['ema-3', 'grey'],
  ]);
});

test('a full chart takes no other', () => {
  let all: ChosenIndicator[] = [];
  for (let count = 0; count < MOST_INDICATORS; count++)
    all = withIndicator(all, INDICATORS[count % INDICATORS.length]!)!;
  expect(all).toHaveLength(MOST_INDICATORS);
  expect(withIndicator(all, sma!)).toBeNull();
});

test('what was saved comes back as it was', () => {
  const all = withIndicator(withIndicator([], sma!)!, ema!)!;
  expect(validChosen(JSON.parse(JSON.stringify(all)))).toEqual(all);
});

test('of what was saved, unknown kinds, refused parameters, other colours and repeated keys are left out', () => {
  const good = { key: 'sma-1', id: 'sma', values: { length: 50 }, pen: 'teal', filled: false };
  const bad = [
    { ...good, key: 'a', id: 'zigzag' },
    { ...good, key: 'b', values: { length: 0 } },
    { ...good, key: 'c', values: { length: 2.5 } },
    { ...good, key: 'd', pen: 'up' },
    { ...good, key: 'e', filled: 1 },
    { ...good, values: { length: 9 } },
    'sma',
    null,
  ];
  expect(validChosen([good, ...bad])).toEqual([good]);
  expect(validChosen(null)).toEqual([]);
  expect(validChosen({ 0: good })).toEqual([]);
});
