import { expect, test } from 'vitest';
import { fatFingerOf } from './fat-finger-distance.ts';
import type { FatFingerRules } from './fat-finger-distance.ts';

const byKind = { percent: 20, floor: 200 };
const rules: FatFingerRules = {
  fatFinger: { EQ: { percent: 10, floor: 100 }, FUT: { percent: 10, floor: 0 }, CE: byKind, PE: byKind },
  fatFingerOverrides: [
    { for: 'NIFTY', kinds: ['CE'], percent: 15, floor: 100 },
    { for: 'NIFTY01DEC2626000CE', kinds: ['CE'], percent: 5, floor: 0 },
  ],
};
const call = { symbol: 'NIFTY01DEC2626500CE', underlying: 'NIFTY' } as const;

test('#2 the distance is that of the symbol, else of its underlying and kind, else of the kind', () => {
  expect(fatFingerOf(rules, { ...call, symbol: 'NIFTY01DEC2626000CE' }, 'CE')).toMatchObject({ percent: 5, floor: 0 });
  expect(fatFingerOf(rules, call, 'CE')).toMatchObject({ percent: 15, floor: 100 });
  expect(fatFingerOf(rules, call, 'PE')).toBe(byKind);
  expect(fatFingerOf(rules, { ...call, underlying: 'BANKNIFTY' }, 'CE')).toBe(byKind);
  expect(fatFingerOf({ ...rules, fatFingerOverrides: [] }, call, 'CE')).toBe(byKind);
});
