import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../testing/property-runs.ts';
import { FEED_SILENCE_MS, gapsOf, INSTRUMENT_SILENCE_MS } from './feed-gaps.ts';
import type { TickSteps } from './feed-gaps.ts';

const OPEN = Date.parse('2026-01-05T09:15:00+05:30');
const CLOSE = Date.parse('2026-01-05T15:30:00+05:30');
const SESSION = { from: OPEN, to: CLOSE };

/** The steps of ticks at these moments. */
function stepsOf(moments: readonly number[]): TickSteps {
  const sorted = moments.toSorted((a, b) => a - b);
  const steps = sorted.slice(1).map((to, place) => ({ from: sorted[place]!, to, burst: 1 }));
  const lengths = steps.map(({ from, to }) => to - from).toSorted((a, b) => a - b);
  return {
    ticks: sorted.length,
    first: sorted[0] ?? 0,
    last: sorted.at(-1) ?? 0,
    usual: lengths[Math.floor(lengths.length * 0.95)] ?? 0,
    silences: steps.filter(({ from, to }) => to - from >= FEED_SILENCE_MS),
  };
}

const every = (ms: number, from = OPEN, to = CLOSE) =>
  Array.from({ length: Math.ceil((to - from) / ms) }, (_, index) => from + index * ms);

function gaps(days: Record<number, number[]>) {
  const instruments = new Map(Object.entries(days).map(([id, moments]) => [Number(id), stepsOf(moments)]));
  return gapsOf({ feed: stepsOf(Object.values(days).flat()), instruments }, SESSION);
}

const without = (moments: number[], from: number, to: number) => moments.filter((at) => at <= from || at >= to);

describe('gaps of a day', () => {
  it('has none where every instrument ticks, or one that seldom does', () => {
    expect(gaps({ 1: every(1000), 2: every(180_000) })).toEqual([]);
  });

  it('tells a silence of the whole feed once, and not for each instrument', () => {
    const [from, to] = [OPEN + 3_600_000, OPEN + 4_700_000];
    const found = gaps({ 1: without(every(1000), from, to), 2: without(every(2000), from, to) });
    expect(found.map(({ kind, from: first, to: last }) => [kind, first, last])).toEqual([['FEED', from, to]]);
  });

  it('tells the silence of one contract that is usually heard, while others tick', () => {
    const [from, to] = [OPEN + 3_600_000, OPEN + 4_200_000];
    const found = gaps({ 1: every(1000), 2: without(every(2000), from, to) });
    expect(found.map(({ kind, instrumentId, from: first }) => [kind, instrumentId, first])).toEqual([
      ['INSTRUMENT', 2, from],
    ]);
  });

  it('counts from the open and to the close of the session, and nothing outside it', () => {
    const late = OPEN + 600_000;
    const early = CLOSE - 900_000;
    const found = gaps({ 1: [...every(1000, late, early + 1), CLOSE + 7_200_000] });
    expect(found.map(({ from, to }) => [from, to])).toEqual([
      [OPEN, late],
      [early, CLOSE],
    ]);
  });

  it('is the whole session when nothing came', () => {
    expect(gaps({}).map(({ kind, from, to }) => [kind, from, to])).toEqual([['FEED', OPEN, CLOSE]]);
  });

  it('lies within the session, holds no tick and is long enough, whatever came', () => {
    const moments = fc.array(fc.integer({ min: OPEN - 600_000, max: OPEN + 3_000_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(moments, moments, (first, second) => {
        for (const gap of gaps({ 1: first, 2: second })) {
          expect(gap.from).toBeGreaterThanOrEqual(OPEN);
          expect(gap.to).toBeLessThanOrEqual(CLOSE);
          const own = gap.instrumentId === 1 ? first : gap.instrumentId === 2 ? second : [...first, ...second];
          expect(own.some((at) => at > gap.from && at < gap.to)).toBe(false);
          const least = gap.kind === 'FEED' ? FEED_SILENCE_MS : INSTRUMENT_SILENCE_MS;
          expect(gap.to - gap.from).toBeGreaterThanOrEqual(least);
        }
      }),
      { numRuns: propertyRuns },
    );
  });
});
