import { expect, test } from 'vitest';
import type { HeldLock, Trail } from '../../../contract/protection.ts';
import type { Position } from '../../../contract/trading.ts';
import {
  breakEven,
  exitDraft,
  lockSentence,
  lockTermsOf,
  lockText,
  protectionTag,
  trailOf,
  trailText,
} from './exit-terms.ts';

const position = (change: Partial<Position> = {}): Position => ({
  instrumentId: 1,
  symbol: 'S',
  name: 'N',
  product: 'NRML',
  lotSize: 65,
  netQty: 65,
  cost: 65 * 15_140,
  ltp: 16_435,
  unrealised: 0,
  realised: 0,
  charges: 0,
  tpPrice: 18_600,
  slPrice: 14_200,
  trail: null,
  stopHome: 'TERMINAL',
  protection: 'OK',
  protectionFrozen: false,
  note: null,
  updatedAt: 0,
  ...change,
});

const lock = (change: Partial<HeldLock> = {}): HeldLock => ({
  id: '00000000-0000-4000-8000-000000000001',
  scope: { type: 'POSITION', instrumentId: 1 },
  name: 'NIFTY 26000 CE',
  terms: { trigger: 500_000, floor: 300_000, trail: { every: 100_000, by: 50_000 }, net: true },
  phase: 'LOCKED',
  floor: 350_000,
  profit: 610_000,
  ...change,
});

const TRAILS: Trail[] = [
  { follow: { type: 'STEP', every: 400, by: 300 }, after: 800, breakEvenAfter: null },
  { follow: { type: 'DISTANCE', by: 1_000 }, after: 0, breakEvenAfter: 500 },
  { follow: { type: 'PERCENT', percent: 12.34 }, after: 0, breakEvenAfter: null },
  { follow: null, after: 0, breakEvenAfter: 500 },
];

test('a trail and a lock that are opened and sent again unchanged are the same', () => {
  for (const trail of TRAILS) expect(trailOf(exitDraft(position({ trail }), null, 5))).toEqual(trail);
  expect(trailOf(exitDraft(position(), null, 5))).toBeNull();
  for (const held of [lock(), lock({ terms: { ...lock().terms, trail: null } })]) {
    expect(lockTermsOf(exitDraft(position(), held, 5))).toEqual(held.terms);
  }
  expect(lockTermsOf(exitDraft(position(), null, 5))).toBeNull();
});

test('without a stop nothing trails', () => {
  expect(trailOf({ ...exitDraft(position({ trail: TRAILS[0]! }), null, 5), stop: null })).toBeNull();
});

test('what a trail begins with is on tick, for a short and a penny option too', () => {
  for (const change of [{ netQty: -65, cost: -65 * 15_140 }, { cost: 65 * 10 }]) {
    const { every, by, distance } = exitDraft(position(change), null, 5);
    for (const length of [every, by, distance]) {
      expect(length).toBeGreaterThan(0);
      expect(length % 5).toBe(0);
    }
  }
});

test('break-even is the entry on tick, away from the market', () => {
  expect(breakEven({ netQty: 2, cost: 20_005 }, 5)).toBe(10_000);
  expect(breakEven({ netQty: -2, cost: -20_005 }, 5)).toBe(10_005);
  expect(breakEven({ netQty: 65, cost: 65 * 15_140 }, 5)).toBe(15_140);
});

test('trails and locks in words', () => {
  expect(TRAILS.map(trailText)).toEqual([
    '3.00 for every 4.00, from +8.00',
    '10.00 behind; break-even at +5.00',
    '12.34 % behind',
    'break-even at +5.00',
  ]);
  expect(lockText(lock({ phase: 'IDLE', floor: null }))).toBe('at ₹5,000');
  expect(lockText(lock())).toBe('keeps ₹3,500');
  expect(lockText(lock({ phase: 'HIT' }))).toBe('closing');
  expect(lockSentence(lock())).toBe(
    'At ₹3,500.00 the position is closed. ₹500.00 more for every ₹1,000.00. The profit is ₹6,100.00 now, net of charges.',
  );
  expect(lockSentence(lock({ profit: null }))).toContain('stale');
});

test('UNPROTECTED outranks DEGRADED, and a stop at the exchange acts while the feed is stale', () => {
  expect(protectionTag(position())).toBeNull();
  expect(protectionTag(position({ protection: 'UNPROTECTED', protectionFrozen: true }))).toMatchObject({
    word: 'UNPROTECTED',
    tone: 'danger',
  });
  expect(protectionTag(position({ protection: 'DEGRADED', protectionFrozen: true }))?.word).toBe('DEGRADED');
  expect(protectionTag(position({ protection: 'DEGRADED' }))?.sentence).toContain('is not known');
  expect(protectionTag(position({ stopHome: 'EXCHANGE', protectionFrozen: true }))?.sentence).toContain('acts');
});
