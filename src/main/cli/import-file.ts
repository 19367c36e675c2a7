import { resolve } from 'node:path';
import type { Job } from '../../contract/desk.ts';
import type { DeskApi } from '../engine/api/desk-api.ts';
import { AppError } from '../engine/core/app-error.ts';
import type { CliContext, DeskFlags } from './cli-context.ts';
import { importMapping } from './import-mapping.ts';
import { importReport } from './import-report.ts';
import { withDesk } from './with-desk.ts';

/** Imports a file of ticks, showing how far it is, and prints the report. Gives the exit code. */
export async function importFile(
  context: CliContext,
  file: string,
  flags: DeskFlags & { map: readonly string[] },
): Promise<number> {
  return withDesk(context, flags, async ({ api }) => {
    const path = resolve(file);
    const { mapping: guess, problem } = await api.calls['import.inspect']({ path });
    if (problem !== null && flags.map.length === 0) {
      throw new AppError('IMPORT_COLUMN', `${problem} Name columns with --map FIELD=COLUMN.`, { path });
    }
    const mapping = importMapping(guess, flags.map);
    const job = await follow(context, api, async () => (await api.calls['import.start']({ path, mapping })).jobId);
    if (job.report) {
      context.print(importReport(job.report));
      return 0;
    }
    context.note(
      job.state === 'cancelled'
        ? 'The import was cancelled; nothing of it was kept.'
        : (job.message ?? 'The import failed.'),
    );
    return 1;
  });
}

/** Starts a job and waits for its end, cancelling it when the process is told to stop. */
async function follow(context: CliContext, api: DeskApi, start: () => Promise<string>): Promise<Job> {
  let jobId: string | null = null;
  const ended = new Map<string, Job>();
  let wake: () => void = () => {};
  const jobs = api.topics.jobs(
    {},
    ({ upsert }) => {
      for (const job of upsert) {
        if (job.state === 'running') context.progress?.(progressLine(job));
        else ended.set(job.id, job);
      }
      wake();
    },
    () => {},
  );
  const stopListening = context.onStop(() => {
    if (jobId !== null) void api.calls['jobs.cancel']({ jobId });
  });
  try {
    jobId = await start();
    for (;;) {
      const job = ended.get(jobId);
      if (job) return job;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    stopListening();
    jobs.close();
    context.progress?.('');
  }
}

function progressLine({ progress, secondsLeft, message }: Job): string {
  const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
  return `${Math.floor(progress * 100)} %${left}${message === null ? '' : `  ${message}`}`;
}
