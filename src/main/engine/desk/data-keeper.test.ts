import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../contract/desk.ts';
import type { Bar } from '../../../contract/market.ts';
import { openTestDesk } from '../../../testing/desk-records.ts';
import { temporaryTickStore, tickColumns, tickRows } from '../../../testing/temporary-tick-store.ts';
import type { TemporaryTickStore } from '../../../testing/temporary-tick-store.ts';
import { seededIds } from '../core/ids.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import type { TickStore } from '../store/tick-store.ts';
import { TICK_FLAG } from '../store/tick-store.ts';
import { DataKeeper } from './data-keeper.ts';
import { Jobs } from './jobs.ts';

const TODAY = '2026-01-07';
const NOW = Date.parse(`${TODAY}T12:00:00+05:30`);
const MINUTE = 60_000;
const openOf = (day: string) => Date.parse(`${day}T09:15:00+05:30`);

let place: TemporaryTickStore;
let store: ReturnType<typeof openTestDesk>;
let ticks: TickStore;
let jobs: Jobs;
let keeper: DataKeeper;
let replayed: { day: string; source: string } | null;

beforeEach(async () => {
  place = temporaryTickStore();
  store = openTestDesk(':memory:');
  const clock = new VirtualClock(NOW);
  ticks = await place.open({ clock });
  jobs = new Jobs(clock, seededIds(1));
  replayed = null;
  keeper = new DataKeeper({
    clock,
    store,
    ticks,
    jobs,
    model: {
      source: 'sim',
      history: { bars: (_id, _interval, before, limit) => Promise.resolve(modelled(before, limit)) },
    },
    flush: () => Promise.resolve(),
    replayed: () => replayed,
    onError: (error) => {
      throw error;
    },
  });
});
afterEach(async () => {
  await jobs.close();
  await place.remove();
  store.close();
});

/** A bar of each minute before a moment. */
function modelled(before: number, limit: number): Bar[] {
  const last = Math.ceil(before / MINUTE) * MINUTE - MINUTE;
  return Array.from({ length: limit }, (_, place) => ({
    ts: last - (limit - 1 - place) * MINUTE,
    open: 100,
    high: 103,
    low: 99,
    close: 101,
    volume: 8,
    oi: 0,
  }));
}

/** Ten minutes of a tick a second, none from minute 2 to minute 7. */
const stalled = (day: string) =>
  Array.from({ length: 600 }, (_, second) => ({ instrumentId: 1, ts: openOf(day) + second * 1000, ltp: 100 })).filter(
    (_, second) => second < 120 || second >= 420,
  );

/** How a job ended. */
function ended(id: string): Promise<Job> {
  return new Promise((resolve) => {
    const known = jobs.list().find((job) => job.id === id)!;
    if (known.state !== 'running') return resolve(known);
    const off = jobs.changed.on((job) => {
      if (job.id !== id || job.state === 'running') return;
      off();
      resolve(job);
    });
  });
}

const kept = async () => (await keeper.overview()).days.map(({ day, source }) => `${day} ${source}`);

describe('what is kept', () => {
  beforeEach(async () => {
    for (const day of ['2025-12-01', '2026-01-05', TODAY]) await ticks.append('sim', tickColumns(stalled(day)));
  });

  it('goes by age: archived days alone unless told, today never', async () => {
    await keeper.applyRetention();
    expect((await kept()).length).toBe(3);
    keeper.setRetention({ tickDays: 1, chainDays: null, unarchived: false });
    await keeper.applyRetention();
    expect((await kept()).length).toBe(3);
    expect((await ended((await keeper.archive({ day: '2025-12-01', source: 'sim' }))!)).state).toBe('done');
    await keeper.applyRetention();
    expect(await kept()).toEqual([`${TODAY} sim`, '2026-01-05 sim']);
    keeper.setRetention({ tickDays: 1, chainDays: null, unarchived: true });
    await keeper.applyRetention();
    expect(await kept()).toEqual([`${TODAY} sim`]);
    expect(store.logs(null, 10).map(({ message }) => message)).toContain(
      'Deleted the ticks and bars of 2026-01-05, sim.',
    );
  });

  it('outlasts a setting that nobody can read', () => {
    store.transaction((tx) => tx.saveSetting('engine.retention', { tickDays: -1 }));
    expect(keeper.retention()).toEqual({ tickDays: null, chainDays: null, unarchived: false });
  });

  it('stays while it is replayed', async () => {
    replayed = { day: '2025-12-01', source: 'sim' };
    keeper.setRetention({ tickDays: 1, chainDays: 1, unarchived: true });
    await keeper.applyRetention();
    expect(await kept()).toEqual([`${TODAY} sim`, '2025-12-01 sim']);
    await expect(keeper.delete(replayed)).rejects.toThrow(/being replayed. Stop the replay first/);
  });

  it('of today is neither archived nor deleted', async () => {
    const today = { day: TODAY, source: 'sim' };
    await expect(keeper.delete(today)).rejects.toThrow(/is not over/);
    await expect(keeper.archive(today)).rejects.toThrow(/is not over/);
    await expect(keeper.delete({ day: '2020-01-01', source: 'sim' })).rejects.toThrow(/Nothing is kept of/);
    const all = await ended((await keeper.archive(null))!);
    expect(all).toMatchObject({ state: 'done', title: 'Archive 2 days' });
    expect((await keeper.overview()).days.map(({ archive }) => archive)).toEqual(['none', 'whole', 'whole']);
    expect(await keeper.archive(null)).toBeNull();
  });

  it('has gaps, which are filled once from the market that recorded it, and told as filled', async () => {
    const day = { day: '2026-01-05', source: 'sim' };
    const gap = { kind: 'FEED', from: openOf(day.day) + 119_000, to: openOf(day.day) + 420_000 };
    expect((await keeper.detail(day)).gaps).toMatchObject([{ ...gap, backfilled: 0 }]);
    for (const _ of [1, 2]) {
      const id = (await keeper.backfill({ ...day, from: 'simulator' }))!;
      expect((await ended(id)).state).toBe('done');
      expect((await keeper.detail(day)).gaps).toMatchObject([{ ...gap, backfilled: 20 }]);
    }
    const rows = tickRows(await ticks.ticks(day.day, 'sim', 0, Infinity, 0, 1000));
    expect(rows.filter(({ flags }) => flags === TICK_FLAG.BACKFILLED).length).toBe(20);
    expect(rows.length).toBe(320);
  });

  it('is not filled from itself, nor from a market of another kind', async () => {
    await expect(keeper.backfill({ day: '2026-01-05', source: 'sim', from: 'sim' })).rejects.toThrow(/its own gaps/);
    await expect(keeper.backfill({ day: '2026-01-05', source: 'import:a.csv', from: 'simulator' })).rejects.toThrow(
      /of another market/,
    );
  });

  it('is filled from another source of the day, as far as that goes', async () => {
    const day = '2026-01-05';
    const whole = Array.from({ length: 300 }, (_, second) => ({
      instrumentId: 1,
      ts: openOf(day) + second * 1000,
      ltp: 200,
    }));
    await ticks.append('import:whole.csv', tickColumns(whole));
    await ended((await keeper.backfill({ day, source: 'sim', from: 'import:whole.csv' }))!);
    const filled = tickRows(await ticks.ticks(day, 'sim', 0, Infinity, 0, 1000)).filter(({ flags }) => flags !== 0);
    expect(filled.length).toBe(3 * 4);
    expect(filled.every(({ ltp }) => ltp === 200)).toBe(true);
  });
});
