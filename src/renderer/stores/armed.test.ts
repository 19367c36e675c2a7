import { beforeEach, expect, test } from 'vitest';
import { arm, disarm, disarmWhenIdle, IDLE_MS, isArmed, noteActivity, toggleArmed } from './armed.ts';

beforeEach(disarm);

test('the terminal starts disarmed, and the switch turns it both ways', () => {
  expect(isArmed()).toBe(false);
  toggleArmed();
  expect(isArmed()).toBe(true);
  toggleArmed();
  expect(isArmed()).toBe(false);
});

test('five idle minutes disarm, not a moment earlier', () => {
  arm(1000);
  expect(disarmWhenIdle(1000 + IDLE_MS - 1)).toBe(false);
  expect(isArmed()).toBe(true);
  expect(disarmWhenIdle(1000 + IDLE_MS)).toBe(true);
  expect(isArmed()).toBe(false);
});

test('activity starts the idle time anew, and never arms', () => {
  arm(0);
  noteActivity(IDLE_MS - 1);
  expect(disarmWhenIdle(IDLE_MS + 1)).toBe(false);
  disarm();
  noteActivity(0);
  expect(isArmed()).toBe(false);
});
