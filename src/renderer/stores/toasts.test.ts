import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { announce, dismissToast, toastsStore } from './toasts.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

const texts = () => toastsStore.getState().toasts.map(({ text, times }) => `${text} ${times}`);

test('the same sentence again is counted, not doubled, and stays longer', () => {
  announce('danger', 'Denied');
  vi.advanceTimersByTime(11_000);
  announce('danger', 'Denied');
  vi.advanceTimersByTime(11_000);
  expect(texts()).toEqual(['Denied 2']);
  vi.advanceTimersByTime(2000);
  expect(texts()).toEqual([]);
});

test('at most four are shown, the newest', () => {
  for (const text of ['a', 'b', 'c', 'd', 'e']) announce('info', text);
  expect(texts()).toEqual(['b 1', 'c 1', 'd 1', 'e 1']);
});

test('a dismissed one is gone', () => {
  announce('ok', 'Filled');
  dismissToast(toastsStore.getState().toasts[0]!.id);
  expect(texts()).toEqual([]);
});
