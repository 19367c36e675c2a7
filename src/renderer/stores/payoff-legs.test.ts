import { beforeEach, expect, test } from 'vitest';
import {
  addPayoffLeg,
  changePayoffLeg,
  MAX_PAYOFF_LEGS,
  MAX_PAYOFF_LOTS,
  payoffLegs,
  removePayoffLeg,
  setPayoffLegs,
} from './payoff-legs.ts';

beforeEach(() => setPayoffLegs([]));

test('lots of one instrument come together, and none is no leg', () => {
  addPayoffLeg(1, 2);
  addPayoffLeg(2, -1);
  addPayoffLeg(1, -3);
  expect(payoffLegs()).toEqual([
    { instrumentId: 1, lots: -1, price: null },
    { instrumentId: 2, lots: -1, price: null },
  ]);
  addPayoffLeg(1, 1);
  addPayoffLeg(3, 0);
  expect(payoffLegs().map((leg) => leg.instrumentId)).toEqual([2]);
});

test('a leg is changed, kept within bounds and removed', () => {
  addPayoffLeg(1, 1);
  changePayoffLeg(1, { price: 7000 });
  changePayoffLeg(1, { lots: -MAX_PAYOFF_LOTS - 5 });
  expect(payoffLegs()).toEqual([{ instrumentId: 1, lots: -MAX_PAYOFF_LOTS, price: 7000 }]);
  removePayoffLeg(1);
  expect(payoffLegs()).toEqual([]);
});

test('a full table takes no other leg, yet its own go on', () => {
  for (let id = 1; id <= MAX_PAYOFF_LEGS + 1; id++) addPayoffLeg(id, 1);
  addPayoffLeg(1, 1);
  expect(payoffLegs()).toHaveLength(MAX_PAYOFF_LEGS);
  expect(payoffLegs()[0]?.lots).toBe(2);
});
