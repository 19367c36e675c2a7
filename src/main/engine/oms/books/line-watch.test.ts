import { expect, test } from 'vitest';
import type { Clock } from '../../core/clock.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { LineWatch } from './line-watch.ts';

/** A machine whose wall clock can be set and which can sleep with its monotonic clock standing still. */
function machine() {
  const virtual = new VirtualClock(1_000_000);
  let ahead = 0;
  const clock: Clock = {
    now: () => virtual.now() + ahead,
    monotonic: () => virtual.monotonic(),
    setTimeout: (task, ms) => virtual.setTimeout(task, ms),
    setInterval: (task, ms) => virtual.setInterval(task, ms),
  };
  const told: string[] = [];
  const stream = { heardAt: null as number | null };
  const watch = new LineWatch({
    clock,
    lastHeardAt: () => stream.heardAt,
    suspended: () => told.push('suspended'),
    reconnected: () => told.push('reconnected'),
  });
  return { virtual, told, stream, watch, setAhead: (ms: number) => (ahead = ms) };
}

test.each([3_600_000, -7_200_000, 4 * 3_600_000])('F8 a wall clock that moves by %d ms is noticed, once', (ms) => {
  const { virtual, told, setAhead } = machine();
  virtual.advanceBy(10_000);
  setAhead(ms);
  virtual.advanceBy(10_000);
  expect(told).toEqual(['suspended']);
});

test('a clock that is slewed is no suspend, and a closed watch is silent', () => {
  const { virtual, told, setAhead, watch } = machine();
  for (let second = 1; second <= 60; second++) {
    setAhead(second * 20);
    virtual.advanceBy(1000);
  }
  watch.close();
  setAhead(90_000_000);
  virtual.advanceBy(10_000);
  expect(told).toEqual([]);
});

test('F10 a stream that was silent for more than 5 s and lives again is a reconnect', () => {
  const { virtual, told, stream } = machine();
  virtual.advanceBy(20_000);
  stream.heardAt = virtual.monotonic();
  virtual.advanceBy(5_000);
  stream.heardAt = virtual.monotonic();
  virtual.advanceBy(6_000);
  expect(told).toEqual([]);
  stream.heardAt = virtual.monotonic();
  virtual.advanceBy(2_000);
  expect(told).toEqual(['reconnected']);
});
