import { expect, it } from 'vitest';
import { drillParts, scoreOf } from './drill-score.ts';
import type { DrillFacts } from './drill-score.ts';

const held = { name: 'NIFTY 26000 CE', heldMs: 60_000, protectedMs: 60_000, lacked: new Map<string, number>() };
const clean: DrillFacts = {
  positions: [held],
  sent: 4,
  truth: { doubled: [], lost: [] },
  unknown: [{ order: 'BUY 1 lot', ms: 1500, became: 'FILLED' }],
  breaches: [],
  busiestSecond: 3,
  allowedPerSecond: 10,
  agreedAfterMs: 40,
  waitedMs: 2000,
  entriesWhileApart: 0,
  unnoticedMs: 4000,
};
const score = (over: Partial<DrillFacts>) => scoreOf(drillParts({ ...clean, ...over }));

it('is 100 when everything held, and each failure costs what its rule says', () => {
  expect(score({})).toBe(100);
  const half = { ...held, protectedMs: 30_000, lacked: new Map([['a working stop', 30_000]]) };
  expect(score({ positions: [half] })).toBe(80);
  expect(score({ positions: [{ ...half, protectedMs: 59_999 }] })).toBe(99);
  expect(score({ truth: { doubled: ['One.'], lost: [] } })).toBe(70);
  expect(score({ truth: { doubled: [], lost: ['One.'] } })).toBe(70);
  expect(score({ unknown: [...clean.unknown, { order: 'SELL 1 lot', ms: 90_000, became: null }] })).toBe(95);
  expect(score({ breaches: ['max_lots.'] })).toBe(90);
  expect(score({ agreedAfterMs: null })).toBe(96);
  expect(score({ entriesWhileApart: 1 })).toBe(97);
  expect(score({ unnoticedMs: 5001 })).toBe(97);
});

it('a part that nothing happened for does not count', () => {
  expect(score({ positions: [], sent: 0, unknown: [] })).toBe(100);
  expect(score({ positions: [], sent: 0, unknown: [], breaches: ['max_lots.'] })).toBe(50);
});

it('tells what was lacked, by whom and how long, and how it is counted', () => {
  const lacked = new Map([
    ['a live feed: its stop was frozen', 4000],
    ['a working stop', 8000],
  ]);
  const [protection, orders, unknown] = drillParts({
    ...clean,
    positions: [{ ...held, protectedMs: 48_000, lacked }],
    truth: { doubled: ['BUY 75 (7) is at the broker 2 times (i).'], lost: [] },
  });
  expect(protection!.finding).toBe(
    'Protected 48.0 s of 60.0 s: NIFTY 26000 CE was 8.0 s without a working stop; NIFTY 26000 CE was 4.0 s without a live feed: its stop was frozen.',
  );
  expect(protection!.rule).toMatch(/^40 points × the share/);
  expect(orders!.finding).toBe('4 orders sent, 1 doubled, 0 lost: BUY 75 (7) is at the broker 2 times (i).');
  expect(unknown!.finding).toBe('1 unknown, 1 resolved; 1.5 s on average, 1.5 s at most.');
});
