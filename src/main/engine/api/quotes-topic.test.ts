import { expect, test } from 'vitest';
import { QUOTE_STRIDE, STAMP_ROW } from '../../../contract/market.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import type { TradingSession } from '../desk/trading-session.ts';
import { emptyTick } from '../domain/tick.ts';
import type { Tick } from '../domain/tick.ts';
import { MarketHub } from '../market-data/hub.ts';
import { quotesTopic } from './quotes-topic.ts';

/** A topic over a real hub, whose ticks the test sends. */
function followed(stamps: boolean | undefined) {
  const clock = new VirtualClock(Date.parse('2026-11-23T05:30:00Z'));
  let send: (tick: Tick) => void = () => {};
  const health = () => ({ name: 'test', state: 'live' as const, ageMs: 0 });
  const feed = {
    name: 'test',
    source: 'test',
    start: (onTick: (tick: Tick) => void) => void (send = onTick),
    stop: () => {},
    health,
    prevClose: () => 0,
    phase: () => ({ label: 'open', open: true, until: null, next: null }),
  };
  const hub = new MarketHub(feed, {
    now: () => clock.now(),
    inSession: () => true,
    onError: (error) => {
      throw error;
    },
  });
  hub.start();
  const rows: number[][] = [];
  quotesTopic({ hub, feed } as unknown as TradingSession, clock, { instrumentIds: [1, 2], stamps }, (packed) => {
    for (let at = 0; at < packed.length; at += QUOTE_STRIDE) rows.push([packed[at]!, packed[at + 1]!]);
  });
  const tick = (instrumentId: number) => send({ ...emptyTick(), instrumentId, ts: clock.now(), ltp: 100 });
  return { clock, rows, tick, stampsOf: () => rows.filter(([id]) => id === STAMP_ROW).map(([, at]) => at) };
}

test('a window that asks for stamps hears about once a second when a tick of its rows arrived', () => {
  const { clock, tick, stampsOf } = followed(true);
  for (let turn = 0; turn < 300; turn++) {
    clock.advanceBy(10);
    tick(1);
    // Not among its rows.
    tick(9);
  }
  const stamps = stampsOf();
  expect(stamps[0]).toBe(10);
  expect(stamps.length).toBeGreaterThanOrEqual(2);
  expect(stamps.length).toBeLessThanOrEqual(3);
});

test('who does not ask gets quotes alone', () => {
  const { clock, tick, rows, stampsOf } = followed(undefined);
  clock.advanceBy(10);
  tick(1);
  clock.advanceBy(100);
  expect(rows.map(([id]) => id)).toEqual([1]);
  expect(stampsOf()).toEqual([]);
});
