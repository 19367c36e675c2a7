import { expect, test } from 'vitest';
import type { Trip } from '../../../contract/trade-journal.ts';
import { findTrips, heldText, markText, readTags, rText } from './journal-words.ts';

test('tags are words of small letters, each once; what is none is named', () => {
  expect(readTags('#Pullback plan, #pullback')).toEqual({ tags: ['pullback', 'plan'], wrong: null });
  expect(readTags('scale-out näher')).toEqual({ tags: ['scale-out', 'näher'], wrong: 'näher' });
  expect(readTags('  # ')).toEqual({ tags: [], wrong: null });
});

test('how long, how many R, which mark', () => {
  expect(heldText(0, 40_000)).toBe('40 s');
  expect(heldText(0, 371_000)).toBe('6 m');
  expect(heldText(0, 72 * 60_000)).toBe('1 h 12 m');
  expect([rText(2.65), rText(-0.6), rText(-0.01), rText(null)]).toEqual(['+2.6', '−0.6', '0.0', '–']);
  expect(markText({ mark: 'reentry', minutes: 3 })).toBe('re-entry in 3 min');
});

test('trips are found by name, tag, mark and note, every word of it', () => {
  const trip = (name: string, tags: string[], note: string): Trip =>
    ({ name, tags, note, marks: [{ mark: 'noStop' }] }) as unknown as Trip;
  const trips = [trip('NIFTY 24500 CE', ['pullback'], 'Waited.'), trip('BANKNIFTY 55000 PE', [], '')];
  expect(findTrips(trips, '#pull nifty')).toEqual([trips[0]]);
  expect(findTrips(trips, 'no stop bank')).toEqual([trips[1]]);
  expect(findTrips(trips, ' ')).toEqual(trips);
});
