import { expect, test } from 'vitest';
import type { PayoffFigures } from '../../../contract/payoff.ts';
import type { Instrument } from '../../../contract/market.ts';
import { decimals, legText, rewardToRiskText, spotText } from './payoff-words.ts';

test('figures have a true minus, lakh grouping, and no minus of nothing', () => {
  expect([-0.084, 1052, -123_456.7, -0.0001, null].map((value) => decimals(value, 2))).toEqual([
    '−0.08',
    '1,052.00',
    '−1,23,456.70',
    '0.00',
    '–',
  ]);
  expect(decimals(-1183.4, 0)).toBe('−1,183');
});

test('strikes and spots show the decimals that say something', () => {
  expect([2_421_900, 2_421_950].map(spotText)).toEqual(['24,219', '24,219.50']);
  expect(legText({ kind: 'CE', strike: 2_620_000 } as Instrument)).toBe('26,200 CE');
  expect(legText({ kind: 'FUT', strike: null } as Instrument)).toBe('FUT');
});

test('reward to risk is told as what is risked for one', () => {
  expect(rewardToRiskText({ rewardToRisk: 0.5 } as PayoffFigures)).toBe('1 : 2.00');
  expect(rewardToRiskText({ rewardToRisk: null } as PayoffFigures)).toBe('–');
});
