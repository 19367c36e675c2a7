import { expect, test } from 'vitest';
import { standingSentence, stateOf } from './strategy-words.ts';

test('the state is a word, and warns when the engine has a reason', () => {
  expect(stateOf({ status: 'active', statusReason: null })).toEqual({ word: 'ACTIVE', tone: 'ok' });
  expect(stateOf({ status: 'stopped', statusReason: null })).toEqual({ word: 'STOPPED', tone: 'plain' });
  expect(stateOf({ status: 'active', statusReason: 'Why.' })).toEqual({ word: 'LOCKED', tone: 'warn' });
  expect(stateOf({ status: 'stopped', statusReason: 'Why.' })).toEqual({ word: 'STOPPED', tone: 'warn' });
});

test('the reason of the engine is the sentence; without one it says what the strategy does now', () => {
  expect(standingSentence({ status: 'stopped', statusReason: 'Why.' })).toBe('Why.');
  expect(standingSentence({ status: 'active', statusReason: null })).toMatch(/^It runs/);
  expect(standingSentence({ status: 'stopped', statusReason: null })).toMatch(/^It stands/);
});
