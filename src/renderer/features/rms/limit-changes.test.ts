import { describe, expect, test } from 'vitest';
import { LIMIT_PARAMETERS } from '../../../contract/limit-parameters.ts';
import { LIMIT_KEYS } from '../../../contract/risk.ts';
import type { Limits } from '../../../contract/risk.ts';
import { changedLimits, limitChanges } from './limit-changes.ts';
import type { HeldLock } from '../../../contract/protection.ts';
import { limitSentence, limitText, strategyLockSentence } from './limit-text.ts';

const OFF = Object.fromEntries(LIMIT_KEYS.map((key) => [key, null])) as Limits;
const before: Limits = { ...OFF, maxLoss: 1_500_000, maxLots: 20 };

test('each changed limit is said with both figures, off included, and only these are sent', () => {
  expect(limitChanges(before, before)).toEqual([]);
  const after = { ...before, maxLoss: null, maxLots: 1 };
  expect(limitChanges(before, after)).toEqual(['max loss of the day ₹15,000.00 → off', 'open lots 20 lots → 1 lot']);
  expect(changedLimits(before, after)).toEqual({ maxLoss: null, maxLots: 1 });
});

describe('every limit', () => {
  test('is offered once, with a range that its first step lies in', () => {
    expect(LIMIT_PARAMETERS.map(({ key }) => key).toSorted()).toEqual([...LIMIT_KEYS].toSorted());
    for (const { min, max, origin, step } of LIMIT_PARAMETERS) {
      expect(origin).toBeGreaterThanOrEqual(min);
      expect(origin + step).toBeLessThanOrEqual(max);
    }
  });

  test.each(LIMIT_PARAMETERS)('$key is a sentence in its own figures, and another when it is off', (parameter) => {
    const limits = { ...OFF, [parameter.key]: parameter.origin };
    expect(limitSentence(parameter, limits)).toMatch(/^[A-Z].*\.$/);
    expect(limitSentence(parameter, limits)).toContain(limitText(parameter, parameter.origin));
    expect(limitSentence(parameter, OFF)).toBe(parameter.off);
  });

  test('the profit lock says what arms it, its own figure or one and a half times what it keeps', () => {
    const lock = LIMIT_PARAMETERS.find(({ key }) => key === 'profitLock')!;
    expect(limitSentence(lock, { ...OFF, profitLock: 400_000 })).toMatch(/reached ₹6,000.00, a fall back to ₹4,000.00/);
    expect(limitSentence(lock, { ...OFF, profitLock: 400_000, profitLockAt: 900_000 })).toMatch(/reached ₹9,000.00/);
  });
});

test('the profit lock of a strategy says what it waits for, what it keeps, and that it closes', () => {
  const lock: HeldLock = {
    id: '00000000-0000-4000-8000-000000000001',
    scope: { type: 'STRATEGY', strategyId: null },
    name: 'all by hand',
    terms: { trigger: 500_000, floor: 300_000, trail: { every: 100_000, by: 50_000 }, net: true },
    phase: 'IDLE',
    floor: null,
    profit: 120_000,
  };
  expect(strategyLockSentence(lock)).toBe(
    'At ₹1,200.00 now, net of charges: once ₹5,000.00 is reached, ₹3,000.00 is kept, ₹500.00 more for every ₹1,000.00 won beyond.',
  );
  expect(strategyLockSentence({ ...lock, phase: 'LOCKED', floor: 350_000 })).toMatch(
    /down to ₹3,500.00, all it holds is closed/,
  );
  expect(strategyLockSentence({ ...lock, profit: null })).toMatch(/waits for a confirmed price/);
  expect(strategyLockSentence({ ...lock, phase: 'HIT' })).toMatch(/is being closed/);
});
