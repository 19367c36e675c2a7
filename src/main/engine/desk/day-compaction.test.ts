import { describe, expect, it } from 'vitest';
import type { Job } from '../../../contract/desk.ts';
import { seededIds } from '../core/ids.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { DayCompaction } from './day-compaction.ts';
import type { DayCompactionParts } from './day-compaction.ts';
import { Jobs } from './jobs.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Days waiting to be sorted; `sort` says how the sorting of one goes. */
function compactionOf(waiting: string[], sort: (day: string) => Promise<void>) {
  const clock = new VirtualClock(0);
  const jobs = new Jobs(clock, seededIds(1));
  const ended: [string, Job['state']][] = [];
  jobs.changed.on(({ title, state }) => {
    if (state !== 'running') ended.push([title, state]);
  });
  const errors: unknown[] = [];
  const ticks: DayCompactionParts['ticks'] = {
    uncompacted: () => Promise.resolve(waiting.map((day) => ({ day, source: 'feed' }))),
    compact: async (day) => {
      await sort(day);
      waiting.splice(waiting.indexOf(day), 1);
    },
  };
  const compaction = new DayCompaction({ clock, ticks, jobs, onError: (error) => errors.push(error) });
  return { clock, jobs, compaction, ended, errors };
}

describe('DayCompaction', () => {
  it('sorts closed days by itself, as one job, and then starts no more', async () => {
    const { clock, compaction, ended, errors } = compactionOf(['2026-01-06', '2026-01-05'], () => Promise.resolve());
    compaction.start();
    for (let minute = 0; minute < 3; minute++) {
      clock.advanceBy(60_000);
      await settled();
    }
    expect(ended).toEqual([['Sort the ticks of 2 days', 'done']]);
    expect(await compaction.compact()).toBeNull();
    expect(errors).toEqual([]);
  });

  it('begins a day that failed again only when asked', async () => {
    let tries = 0;
    const { clock, compaction, ended } = compactionOf(['2026-01-05'], () => {
      tries++;
      return tries === 1 ? Promise.reject(new Error('The disk is full.')) : Promise.resolve();
    });
    compaction.start();
    for (let minute = 0; minute < 3; minute++) {
      clock.advanceBy(60_000);
      await settled();
    }
    expect(ended.map(([, state]) => state)).toEqual(['failed']);
    expect(await compaction.compact()).not.toBeNull();
    await settled();
    expect(ended.map(([, state]) => state)).toEqual(['failed', 'done']);
  });

  it('begins no day after it was cancelled', async () => {
    const sorted: string[] = [];
    const { jobs, compaction, ended } = compactionOf(['2026-01-06', '2026-01-05'], (day) => {
      sorted.push(day);
      jobs.cancel(jobs.list()[0]!.id);
      return Promise.resolve();
    });
    await compaction.compact();
    await settled();
    expect(sorted).toEqual(['2026-01-06']);
    expect(ended.map(([, state]) => state)).toEqual(['cancelled']);
  });
});
