import { expect, test } from 'vitest';
import type { Instrument } from '../../../contract/market.ts';
import { basketOfLegs } from './legs-basket.ts';

const instrument = (id: number) => (id < 100 ? ({ id, name: `option ${id}` } as Instrument) : undefined);
const legs = (...lots: number[]) => lots.map((each, place) => ({ instrumentId: place + 1, lots: each, price: null }));

test('lots are split into a ratio and what all legs have in common', () => {
  const basket = basketOfLegs(legs(4, -8, 6), instrument);
  expect(basket).toMatchObject({ lots: 2, problem: null });
  expect(basket.legs!.map(({ side, ratio }) => [side, ratio])).toEqual([
    ['BUY', 2],
    ['SELL', 4],
    ['BUY', 3],
  ]);
});

test('what no basket takes is said', () => {
  expect(basketOfLegs([], instrument).problem).toBe('Add a leg first.');
  expect(basketOfLegs(legs(...Array.from({ length: 13 }, () => 1)), instrument).problem).toContain('12 legs at most');
  expect(basketOfLegs(legs(1, 21), instrument).problem).toContain('option 2 has 21 lots');
  expect(basketOfLegs([{ instrumentId: 100, lots: 1, price: null }], instrument).problem).toContain('being read');
});
