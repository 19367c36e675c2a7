import { describe, expect, it } from 'vitest';
import type { ImportReport, Job } from '../../../contract/desk.ts';
import { seededIds } from '../core/ids.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { Jobs } from './jobs.ts';

const report: ImportReport = {
  file: 'a.csv',
  source: 'import:a.csv',
  rowsRead: 1,
  rowsKept: 1,
  flagged: [],
  refused: [],
  days: ['2021-04-13'],
  symbols: 1,
  seconds: 1,
  replaced: false,
};

function jobsOf(): { jobs: Jobs; states: Job['state'][] } {
  const jobs = new Jobs(new VirtualClock(0), seededIds(1));
  const states: Job['state'][] = [];
  jobs.changed.on((job) => states.push(job.state));
  return { jobs, states };
}

describe('Jobs', () => {
  it('ends done with the report', async () => {
    const { jobs, states } = jobsOf();
    jobs.start('Import a.csv', () => Promise.resolve(report));
    await new Promise<void>((resolve) => jobs.changed.on(() => resolve()));
    expect(states).toEqual(['running', 'done']);
    expect(jobs.list()[0]).toMatchObject({ progress: 1, report });
  });

  it('refuses a second one by name until the first is over', async () => {
    const { jobs } = jobsOf();
    jobs.start(
      'Import a.csv',
      ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
    );
    expect(() => jobs.start('Import b.csv', () => Promise.resolve(report))).toThrow(/"Import a.csv" is still running/);
    await jobs.close();
    expect(jobs.list()[0]!.state).toBe('cancelled');
    jobs.start('Import b.csv', () => Promise.resolve(report));
    await jobs.close();
  });

  it('ends failed with the sentence of the cause', async () => {
    const { jobs } = jobsOf();
    jobs.start('Import a.csv', () => Promise.reject(new Error('The file is gone.')));
    await new Promise<void>((resolve) => jobs.changed.on(() => resolve()));
    expect(jobs.list()[0]).toMatchObject({ state: 'failed', message: 'The file is gone.' });
  });
});
