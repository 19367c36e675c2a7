import { jobsStore } from '../stores/tables.ts';
import { announce } from '../stores/toasts.ts';

/** Says how long work ended, once, when it was seen running. */
export function announceJobResults(): void {
  const running = new Set<string>();
  jobsStore.subscribe(({ rows }) => {
    for (const job of rows) {
      if (job.state === 'running') running.add(job.id);
      else if (running.delete(job.id)) {
        if (job.state === 'done') announce('ok', `Done: ${job.title}`);
        else if (job.state === 'cancelled') announce('info', `Cancelled: ${job.title}`);
        else announce('danger', `Failed: ${job.title}. ${job.message ?? ''}`.trim());
      }
    }
  });
}
