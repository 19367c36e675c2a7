import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryTickStore, tickRows } from '../../../testing/temporary-tick-store.ts';
import { silentLog } from '../core/operator-log.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { emptyTick } from '../domain/tick.ts';
import type { Tick } from '../domain/tick.ts';
import { TICK_FLAG } from '../store/tick-store.ts';
import type { TickColumns } from '../store/tick-store.ts';
import { Recorder } from './recorder.ts';

const START = Date.parse('2026-01-05T09:15:00+05:30');
const tick = (changes: Partial<Tick>): Tick => ({ ...emptyTick(), instrumentId: 1, ts: START, ltp: 100, ...changes });

/** A store whose disk takes as long as the test says. */
function heldStore() {
  const batches: { columns: TickColumns; done(error?: Error): void }[] = [];
  return {
    batches,
    append: (_: string, columns: TickColumns) =>
      new Promise<void>((resolve, reject) => {
        batches.push({ columns, done: (error) => (error === undefined ? resolve() : reject(error)) });
      }),
  };
}

function recorderOn(tickStore: Pick<ReturnType<typeof heldStore>, 'append'>, maxQueuedRows?: number) {
  const clock = new VirtualClock(START);
  const log: string[] = [];
  const recorder = new Recorder({
    tickStore,
    clock,
    source: 'sim',
    log: { ...silentLog, error: (message) => log.push(message) },
    ...(maxQueuedRows === undefined ? {} : { maxQueuedRows }),
  });
  return { recorder, clock, log };
}

const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

describe('Recorder', () => {
  const places: ReturnType<typeof temporaryTickStore>[] = [];
  afterEach(() => Promise.all(places.splice(0).map((place) => place.remove())));

  it('stores every tick it was given, equal and in order, though the feed reuses one object', async () => {
    const place = temporaryTickStore();
    places.push(place);
    const tickStore = await place.open();
    const { recorder } = recorderOn(tickStore);
    const given: Tick[] = [];
    const reused = emptyTick();
    for (let row = 0; row < 25_000; row++) {
      Object.assign(reused, {
        instrumentId: 1 + (row % 7),
        ts: START + row,
        ltp: 100 + (row % 13),
        bid: 99,
        ask: 101 + row,
        bidQty: row,
        askQty: 2 * row,
        volume: row * 75,
        oi: 10_000_000_000 + row,
        estimatedBook: row % 2 === 1,
      });
      given.push({ ...reused });
      recorder.onTick(reused);
    }
    await recorder.stop();
    expect(recorder.stats()).toEqual({ recorded: 25_000, queued: 0, dropped: 0, error: null });
    const rows = tickRows(await tickStore.ticks('2026-01-05', 'sim', 0, Infinity, 0, 100_000));
    const firstSeq = rows[0]!.seq;
    const expected = given.map((tick, row) => ({
      instrumentId: tick.instrumentId,
      ts: tick.ts,
      seq: firstSeq + row,
      ltp: tick.ltp,
      bid: tick.bid,
      ask: tick.ask,
      bidQty: tick.bidQty,
      askQty: tick.askQty,
      volume: tick.volume,
      oi: tick.oi,
      flags: tick.estimatedBook ? TICK_FLAG.ESTIMATED_BOOK : 0,
    }));
    expect(rows).toEqual(expected);
  });

  it('hands a batch over after 250 ms, or at once when 10,000 ticks are there', () => {
    const store = heldStore();
    const { recorder, clock } = recorderOn(store);
    recorder.onTick(tick({}));
    clock.advanceBy(249);
    expect(store.batches).toHaveLength(0);
    clock.advanceBy(1);
    expect(store.batches.map(({ columns }) => columns.length)).toEqual([1]);
    clock.advanceBy(1000);
    expect(store.batches).toHaveLength(1);
    for (let row = 0; row < 10_000; row++) recorder.onTick(tick({}));
    expect(store.batches.map(({ columns }) => columns.length)).toEqual([1, 10_000]);
    expect(recorder.stats()).toMatchObject({ recorded: 0, queued: 10_001 });
  });

  it('never waits for the disk: what is too much is dropped oldest first, counted and told of once', async () => {
    const store = heldStore();
    const { recorder, clock, log } = recorderOn(store, 5);
    const total = 8 + 12;
    for (let row = 0; row < total; row++) {
      recorder.onTick(tick({ ltp: 1 + row }));
      clock.advanceBy(250);
    }
    // Eight batches are under way, five wait, the seven between are lost.
    expect(recorder.stats()).toMatchObject({ recorded: 0, queued: 13, dropped: 7 });
    expect(recorder.stats().error).toMatch(/oldest are dropped/);
    expect(log).toHaveLength(1);
    for (let next = 0; next < store.batches.length; next++) {
      store.batches[next]!.done();
      await settled();
    }
    const prices = store.batches.map(({ columns }) => columns.ltp[0]);
    expect(prices).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 16, 17, 18, 19, 20]);
    expect(recorder.stats()).toEqual({ recorded: 13, queued: 0, dropped: 7, error: null });
  });

  it('counts what the store refuses as dropped, shows the sentence, and goes on', async () => {
    const store = heldStore();
    const { recorder, clock, log } = recorderOn(store);
    recorder.onTick(tick({}));
    clock.advanceBy(250);
    store.batches[0]!.done(new Error('the disk is full'));
    await settled();
    expect(recorder.stats()).toEqual({ recorded: 0, queued: 0, dropped: 1, error: 'the disk is full' });
    expect(log).toEqual(['Recorder sim: the disk is full']);
    recorder.onTick(tick({}));
    const stopped = recorder.stop();
    store.batches[1]!.done();
    await stopped;
    expect(recorder.stats()).toEqual({ recorded: 1, queued: 0, dropped: 1, error: null });
    clock.advanceBy(10_000);
    expect(store.batches).toHaveLength(2);
  });

  it('accounts for every tick: taken in = recorded + queued + dropped, whatever the disk does', async () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('ticks' as const), count: fc.integer({ min: 1, max: 12_000 }) }),
      fc.constant({ kind: 'time' as const }),
      fc.record({ kind: fc.constant('disk' as const), fails: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 30 }), async (acts) => {
        const store = heldStore();
        const { recorder, clock } = recorderOn(store, 15_000);
        let taken = 0;
        let answered = 0;
        for (const step of acts) {
          if (step.kind === 'time') clock.advanceBy(250);
          else if (step.kind === 'disk') {
            store.batches[answered]?.done(step.fails ? new Error('no') : undefined);
            if (answered < store.batches.length) answered++;
            await settled();
          } else {
            for (let row = 0; row < step.count; row++) recorder.onTick(tick({}));
            taken += step.count;
          }
          const { recorded, queued, dropped } = recorder.stats();
          expect(recorded + queued + dropped).toBe(taken);
          expect(queued).toBeLessThanOrEqual(15_000 + 9 * 10_000);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('marks a tick by the one before it of its instrument and day', () => {
    const store = heldStore();
    const { recorder, clock } = recorderOn(store);
    const day = 86_400_000;
    const given: [Partial<Tick>, number][] = [
      [{ volume: 10 }, 0],
      [{ volume: 10, ts: START + 2 }, TICK_FLAG.REPEAT],
      [{ volume: 10, ts: START + 1 }, TICK_FLAG.REPEAT | TICK_FLAG.OUT_OF_ORDER],
      [{ volume: 10, ltp: 101, ts: START + 2 }, 0],
      [
        { volume: 9, ltp: 101, ts: START + 3, estimatedBook: true },
        TICK_FLAG.VOLUME_DECREASE | TICK_FLAG.ESTIMATED_BOOK,
      ],
      [{ instrumentId: 5000, volume: 9, ltp: 101, ts: START }, 0],
      [{ instrumentId: 5000, volume: 9, ltp: 101, ts: START }, TICK_FLAG.REPEAT],
      [{ volume: 1, ts: START + day }, 0],
    ];
    for (const [changes] of given) recorder.onTick(tick(changes));
    clock.advanceBy(250);
    const { columns } = store.batches[0]!;
    expect([...columns.flags.subarray(0, columns.length)]).toEqual(given.map(([, flags]) => flags));
  });
});
