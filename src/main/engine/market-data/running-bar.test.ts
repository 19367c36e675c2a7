import { expect, test } from 'vitest';
import type { Bar } from '../../../contract/market.ts';
import { emptyTick } from '../domain/tick.ts';
import { RunningBar } from './running-bar.ts';

const START = Date.parse('2026-11-23T10:00:00+05:30');
const bar: Bar = { ts: START, open: 100, high: 100, low: 100, close: 100, volume: 40, oi: 0 };
const tick = (second: number, volume: number) => ({ ...emptyTick(), ts: START + second * 1000, ltp: 100, volume });

test('a bar taken up before the day’s volume is known counts what is traded from the first tick on', () => {
  const running = new RunningBar('1m', 0);
  running.resume(bar, null);
  running.add(tick(1, 2_980_000));
  running.add(tick(2, 2_980_060));
  expect(running.bar!.volume).toBe(100);
});

test('a bar taken up with the volume that it counts goes on from there', () => {
  const running = new RunningBar('1m', 0);
  running.resume(bar, 1000);
  running.add(tick(1, 1060));
  expect(running.bar!.volume).toBe(100);
});
