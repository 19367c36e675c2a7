import { beforeEach, expect, it } from 'vitest';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { emptyDepth, emptyTick } from '../../domain/tick.ts';
import type { Tick } from '../../domain/tick.ts';
import type { Feed } from '../feed.ts';
import { FaultyFeed } from './faulty-feed.ts';

const START = Date.parse('2026-11-23T05:30:00Z');

/** A market that says what the test says, with one tick object for all its ticks, as a real feed may. */
class SpokenFeed implements Feed {
  readonly name = 'spoken';
  readonly source = 'test';
  readonly #tick = { ...emptyTick(), depth: emptyDepth() };
  #onTick: ((tick: Tick) => void) | null = null;
  start(onTick: (tick: Tick) => void): void {
    this.#onTick = onTick;
  }
  stop(): void {
    this.#onTick = null;
  }
  health() {
    return { name: this.name, state: 'live' as const, ageMs: 0 };
  }
  prevClose = () => 7;
  phase = () => ({ label: 'open', open: true, until: null, next: null });
  say(instrumentId: number, ltp: number): void {
    this.#tick.depth.bidPrice.fill(0);
    this.#tick.depth.bidPrice[0] = ltp - 5;
    this.#tick.depth.askPrice[0] = ltp + 5;
    Object.assign(this.#tick, { instrumentId, ltp, bid: ltp - 5, ask: ltp + 5, ts: START });
    this.#onTick!(this.#tick);
  }
}

let clock: VirtualClock;
let inner: SpokenFeed;
let feed: FaultyFeed;
let heard: [id: number, ltp: number, bestBid: number, deepBid: number][];
beforeEach(() => {
  clock = new VirtualClock(START);
  inner = new SpokenFeed();
  feed = new FaultyFeed(inner, clock);
  heard = [];
  feed.start(({ instrumentId, ltp, depth }) =>
    heard.push([instrumentId, ltp, depth!.bidPrice[0]!, depth!.bidPrice[1]!]),
  );
});

it('passes every tick through with no fault on', () => {
  inner.say(1, 100);
  inner.say(2, 200);
  expect(heard.map(([id, ltp]) => [id, ltp])).toEqual([
    [1, 100],
    [2, 200],
  ]);
  expect([feed.health().state, feed.prevClose(1), feed.source]).toEqual(['live', 7, 'test']);
});

it('F10: silent, it tells nothing and is stale after 3 s; back, it tells the last quote of what moved', () => {
  inner.say(1, 100);
  feed.fallSilent();
  inner.say(1, 110);
  inner.say(2, 200);
  inner.say(1, 120);
  clock.advanceBy(3000);
  expect(feed.health().state).toBe('live');
  clock.advanceBy(1);
  expect(feed.health()).toMatchObject({ state: 'stale', ageMs: 3001 });
  expect(heard).toHaveLength(1);
  feed.speak();
  expect(heard.slice(1).map(([id, ltp]) => [id, ltp])).toEqual([
    [1, 120],
    [2, 200],
  ]);
  expect(feed.health().state).toBe('live');
  expect(feed.swallowed).toBe(3);
});

it('a gap moves every price of one instrument, never below a tick, and is over when it is closed', () => {
  feed.gap({ instrumentId: 1, by: -42, tickSize: 5 });
  inner.say(1, 100);
  inner.say(2, 100);
  inner.say(1, 20);
  feed.closeGap();
  inner.say(1, 100);
  expect(heard).toEqual([
    [1, 60, 55, 0],
    [2, 100, 95, 0],
    [1, 5, 5, 0],
    [1, 100, 95, 0],
  ]);
});
