import { describe, expect, test } from 'vitest';
import { FAULT_CLASSES } from './faults.ts';
import { runSeeds } from './run-seeds.ts';
import { settingsOf } from './settings.ts';
import { shrink } from './shrink.ts';
import { simulateDay } from './simulate.ts';

describe('whole days with faults', () => {
  test('break no invariant, and a day played twice is the same day', { timeout: 120_000 }, async () => {
    const summary = await runSeeds({
      from: 9,
      to: 11,
      shrinks: false,
      faults: [],
      twice: 1,
      monotonic: () => performance.now(),
      progress: () => {},
    });
    expect(summary.violations).toEqual([]);
    expect(summary.missed).toEqual([]);
    expect(summary.events).toBeGreaterThan(45_000);
    expect(summary.twice).toBe(1);
  });

  test('another seed is another day', { timeout: 60_000 }, async () => {
    const small = (seed: number) => simulateDay({ seed, faults: [], workload: 0.05 });
    const [one, other] = [await small(1), await small(2)];
    expect(one.trace).not.toBe(other.trace);
  });
});

describe('fault mixes', () => {
  test('spare some seeds, have three classes or more in all others, and always the forced one', () => {
    const mixes = Array.from({ length: 400 }, (_, seed) => settingsOf(seed).faults);
    const spared = mixes.filter((mix) => mix.length === 0).length;
    expect(spared).toBeGreaterThan(10);
    expect(mixes.every((mix) => mix.length === 0 || mix.length >= 3)).toBe(true);
    for (const each of FAULT_CLASSES) expect(mixes.some((mix) => mix.includes(each))).toBe(true);
    for (let seed = 0; seed < 50; seed++) expect(settingsOf(seed, ['F16']).faults).toContain('F16');
  });
});

describe('shrinking', () => {
  test('keeps what the failure needs and nothing else', async () => {
    const play = ({ faults, workload }: { faults: readonly string[]; workload: number }) =>
      Promise.resolve({ violations: faults.includes('F7') && workload >= 0.2 ? [{ rule: 'O12' }] : [] });
    const smallest = await shrink({ seed: 1, faults: ['F1', 'F7', 'F12'], workload: 1 }, 'O12', play);
    expect(smallest).toEqual({ seed: 1, faults: ['F7'], workload: 0.25 });
  });
});
