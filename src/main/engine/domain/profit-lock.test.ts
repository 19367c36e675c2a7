import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProfitLock } from '../../../contract/protection.ts';
import { propertyRuns } from '../../../testing/property-runs.ts';
import { lockProblem, lockProfit, UNLOCKED } from './profit-lock.ts';
import type { LockState } from './profit-lock.ts';

const runs = { numRuns: propertyRuns };
const amount = fc.integer({ min: 1, max: 1_000_000 });
const anyLock: fc.Arbitrary<ProfitLock> = fc.record({
  trigger: amount,
  floor: amount,
  trail: fc.option(fc.record({ every: amount, by: amount })),
});
const lock = anyLock.filter((each) => lockProblem(each) === null);
const profits = fc.array(fc.integer({ min: -1_000_000, max: 5_000_000 }), { maxLength: 40 });

const fold = (rule: ProfitLock, seen: readonly number[], from: LockState = UNLOCKED) =>
  seen.reduce((state, profit) => lockProfit(rule, state, profit), from);

const statesOf = (rule: ProfitLock, seen: readonly number[]) =>
  seen.map((_, index) => fold(rule, seen.slice(0, index + 1)));

describe('a profit lock', () => {
  test('PL1 its floor never decreases', () => {
    fc.assert(
      fc.property(lock, profits, (rule, seen) => {
        const floors = statesOf(rule, seen).map(({ floor }) => floor ?? -Infinity);
        expect(floors).toEqual(floors.toSorted((a, b) => a - b));
      }),
      runs,
    );
  });

  test('PL2 is saved only with floor < trigger and by ≤ every: then reaching the trigger never exits', () => {
    fc.assert(
      fc.property(anyLock, (rule) => {
        const sound = rule.floor < rule.trigger && (rule.trail === null || rule.trail.by <= rule.trail.every);
        expect(lockProblem(rule) === null).toBe(sound);
      }),
      runs,
    );
    fc.assert(
      fc.property(lock, fc.nat({ max: 5_000_000 }), (rule, beyond) => {
        expect(lockProfit(rule, UNLOCKED, rule.trigger + beyond).phase).toBe('LOCKED');
      }),
      runs,
    );
  });

  test('PL3 it is hit at most once, at the first profit at or below its floor, and stays so', () => {
    fc.assert(
      fc.property(lock, profits, (rule, seen) => {
        const states = statesOf(rule, seen);
        const hitAt = states.findIndex(({ phase }) => phase === 'HIT');
        const until = hitAt === -1 ? states.length : hitAt;
        // Before the hit the profit of every locked state is above its floor; from the hit on nothing changes.
        expect(
          states
            .slice(0, until)
            .map(({ phase, floor }, index) => phase === 'IDLE' || seen[index]! > floor!)
            .every(Boolean),
        ).toBe(true);
        expect(new Set(states.slice(until).map((state) => JSON.stringify(state))).size).toBeLessThanOrEqual(1);
        const before = states[hitAt - 1];
        expect(hitAt === -1 || (before?.phase === 'LOCKED' && seen[hitAt]! <= before.floor!)).toBe(true);
      }),
      runs,
    );
  });

  test('PL4 it depends on the profit of its scope alone: what does not move the profit does not move the lock', () => {
    fc.assert(
      fc.property(lock, profits, (rule, seen) => {
        const repeated = seen.flatMap((profit) => [profit, profit]);
        expect(fold(rule, repeated)).toEqual(fold(rule, seen));
      }),
      runs,
    );
  });

  test('PL5 what is persisted at each ratchet is enough to resume at the same floor', () => {
    fc.assert(
      fc.property(lock, profits, profits, (rule, before, after) => {
        let state = UNLOCKED;
        let persisted = JSON.stringify(state);
        for (const profit of before) {
          const next = lockProfit(rule, state, profit);
          if (next !== state) persisted = JSON.stringify(next);
          state = next;
        }
        const resumed = JSON.parse(persisted) as LockState;
        expect(fold(rule, after, resumed)).toEqual(fold(rule, [...before, ...after]));
      }),
      runs,
    );
  });

  test('PL6 a restart that finds the profit at or below the floor exits', () => {
    fc.assert(
      fc.property(lock, profits, fc.nat({ max: 1_000_000 }), (rule, seen, below) => {
        const state = fold(rule, seen);
        fc.pre(state.phase === 'LOCKED');
        const restored = JSON.parse(JSON.stringify(state)) as LockState;
        expect(lockProfit(rule, restored, restored.floor! - below)).toEqual({ phase: 'HIT', floor: state.floor });
      }),
      runs,
    );
  });

  test('lock: at ₹5,000 no less than ₹3,000 is kept', () => {
    const rule: ProfitLock = { trigger: 500_000, floor: 300_000, trail: null };
    expect(fold(rule, [499_999, 100])).toEqual(UNLOCKED);
    expect(fold(rule, [500_000, 900_000, 300_001])).toEqual({ phase: 'LOCKED', floor: 300_000 });
    expect(fold(rule, [500_000, 300_000])).toEqual({ phase: 'HIT', floor: 300_000 });
  });

  test('lock and trail: ₹500 more is kept for every ₹1,000 beyond ₹5,000', () => {
    const rule: ProfitLock = { trigger: 500_000, floor: 300_000, trail: { every: 100_000, by: 50_000 } };
    expect(fold(rule, [500_000, 599_999]).floor).toBe(300_000);
    expect(fold(rule, [760_000, 650_000])).toEqual({ phase: 'LOCKED', floor: 400_000 });
    expect(fold(rule, [760_000, 400_000])).toEqual({ phase: 'HIT', floor: 400_000 });
  });
});
