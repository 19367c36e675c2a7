import { expect, test } from 'vitest';
import { ASK_MS, COOLDOWN_MS, PressGuard } from './press-guard.ts';

test('an identical press within the cooldown asks, and the next one is the answer', () => {
  const guard = new PressGuard();
  expect(guard.press('B', 0)).toBe('send');
  expect(guard.press('B', 100)).toBe('ask');
  expect(guard.press('B', 150)).toBe('confirmed');
});

test('after an answer the cooldown runs anew', () => {
  const guard = new PressGuard();
  for (const at of [0, 100, 150]) guard.press('B', at);
  expect(guard.press('B', 200)).toBe('ask');
});

test('an identical press after the cooldown, or another one at once, is sent', () => {
  const guard = new PressGuard();
  guard.press('B', 0);
  expect(guard.press('S', 1)).toBe('send');
  expect(guard.press('S', 1 + COOLDOWN_MS)).toBe('send');
});

test('a question is answered only by the same press, and only for a while', () => {
  const guard = new PressGuard();
  guard.press('B', 0);
  guard.press('B', 10);
  expect(guard.press('S', 20)).toBe('send');
  const late = new PressGuard();
  late.press('B', 0);
  late.press('B', 10);
  expect(late.press('B', 11 + ASK_MS)).toBe('send');
});

test('what the engine refused as a repetition is confirmed by the next identical press', () => {
  const guard = new PressGuard();
  guard.press('B', 0);
  guard.press('B', 1000);
  guard.refused('B', 1005);
  expect(guard.press('B', 1500)).toBe('confirmed');
});
