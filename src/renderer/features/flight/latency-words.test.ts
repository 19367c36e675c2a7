import { describe, expect, it } from 'vitest';
import type { LatencyFigure } from '../../../contract/latency.ts';
import { exactMs, newest, paceOf, shortMs } from './latency-words.ts';

describe('milliseconds in words', () => {
  it('are as short as a gauge is, and as long as they are known', () => {
    expect([0.4242, 8.06, 84.4, 1204.2].map(shortMs)).toEqual(['0.42', '8.1', '84', '1,204']);
    expect([0, 0.6021, 1804.25, -0.25].map((ms) => exactMs(ms))).toEqual(['0.000', '0.602', '1,804.250', '−0.250']);
    expect(exactMs(412, false)).toBe('≈ 412');
  });

  it('are called slow by word as well as by colour', () => {
    expect(paceOf('keyToWire', 19.9)).toEqual({ word: 'ok', tone: undefined });
    expect(paceOf('keyToWire', 20)).toEqual({ word: 'SLOW', tone: 'warn' });
    expect(paceOf('wireToAck', 2000)).toEqual({ word: 'VERY SLOW', tone: 'danger' });
  });

  it('are of the newest samples, and of the day before there are any', () => {
    const day: LatencyFigure = {
      kind: 'keyToWire',
      count: 900,
      p50: 1,
      p99: 2,
      max: 3,
      histogram: [],
      firstEdge: 0.25,
      recent: { count: 5, p50: 7, p99: 8 },
    };
    expect(newest(day).p99).toBe(8);
    expect(newest({ ...day, recent: null }).p99).toBe(2);
  });
});
