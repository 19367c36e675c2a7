import { expect, test } from 'vitest';
import { paintPace } from './paint-pace.ts';

function opened() {
  const clock = { now: 1000 };
  const timers: { task: () => void; at: number }[] = [];
  const painted: string[] = [];
  const nextPaint = paintPace(
    (task, ms) => timers.push({ task, at: clock.now + ms }),
    () => clock.now,
  );
  return {
    painted,
    ask: (name: string) => nextPaint(() => painted.push(name)),
    pass: (ms: number) => {
      clock.now += ms;
      for (const timer of timers.splice(0)) {
        if (timer.at <= clock.now) timer.task();
        else timers.push(timer);
      }
    },
  };
}

test('the first change after a rest is painted at once', () => {
  const { painted, ask, pass } = opened();
  ask('a');
  expect(painted).toEqual(['a']);
  pass(1000);
  ask('b');
  expect(painted).toEqual(['a', 'b']);
});

test('what follows closely is painted together, and nothing is lost', () => {
  const { painted, ask, pass } = opened();
  ask('a');
  pass(10);
  ask('b');
  pass(30);
  ask('c');
  expect(painted).toEqual(['a']);
  pass(110);
  expect(painted).toEqual(['a', 'b', 'c']);
  pass(1000);
  expect(painted).toEqual(['a', 'b', 'c']);
});
