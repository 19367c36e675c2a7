import type { Job } from '../../contract/desk.ts';
import type { DeskApi } from '../engine/api/desk-api.ts';
import type { CliContext } from './cli-context.ts';

/** Starts a job and waits for its end, cancelling it when the process is told to stop; null when there was nothing to start. */
export async function followJob<Id extends string | null>(
  context: CliContext,
  api: DeskApi,
  start: () => Promise<Id>,
): Promise<Job | (null extends Id ? null : never)> {
  let jobId: Id | null = null;
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
    if (jobId === null) return null as null extends Id ? null : never;
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
