import { describe, expect, test } from 'vitest';
import { emptyTick } from '../domain/tick.ts';
import type { Tick } from '../domain/tick.ts';
import { QuoteCache } from './quote-cache.ts';

const NOON = Date.parse('2026-11-23T12:00:00+05:30');
const HOUR_MS = 3_600_000;

function cache() {
  const clock = { now: NOON };
  const quotes = new QuoteCache({
    now: () => clock.now,
    health: () => ({ name: 'test', state: 'live', ageMs: 0 }),
    prevClose: () => 0,
    inSession: () => true,
  });
  const tick = (ts: number, ltp: number): Tick => ({
    ...emptyTick(),
    instrumentId: 1,
    ts,
    ltp,
    bid: ltp - 5,
    ask: ltp,
  });
  return { clock, quotes, tick };
}

describe('the quote cache', () => {
  test('a late tick counts for the range of the day, not for the last price', () => {
    const { quotes, tick } = cache();
    quotes.apply(tick(NOON, 10_000));
    quotes.apply(tick(NOON - 200, 10_100));
    expect(quotes.get(1)).toMatchObject({ ts: NOON, ltp: 10_000, high: 10_100 });
  });

  test('F8 prices go on at once when the clock is set back', () => {
    const { clock, quotes, tick } = cache();
    quotes.apply(tick(NOON, 10_000));
    clock.now = NOON - 2 * HOUR_MS;
    quotes.apply(tick(clock.now, 9_000));
    expect(quotes.get(1)).toMatchObject({ ts: clock.now, ltp: 9_000, bid: 8_995 });
    quotes.apply(tick(clock.now - 100, 8_000));
    expect(quotes.get(1)).toMatchObject({ ts: clock.now, ltp: 9_000 });
  });

  test('F8 a clock set forward and back does not begin the day anew', () => {
    const { clock, quotes, tick } = cache();
    quotes.apply(tick(NOON, 10_000));
    clock.now = NOON + HOUR_MS;
    quotes.apply(tick(clock.now, 10_500));
    clock.now = NOON + 1_000;
    quotes.apply(tick(clock.now, 10_200));
    expect(quotes.get(1)).toMatchObject({ ltp: 10_200, open: 10_000, high: 10_500, low: 10_000 });
  });
});
