import type { Job } from '../../../contract/desk.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { useJobs } from '../../stores/tables.ts';
import { announce } from '../../stores/toasts.ts';
import { Bar } from '../../ui/Bar.tsx';
import { Button } from '../../ui/Button.tsx';
import { countdown } from '../../ui/format.ts';
import './imports.css';

/** Long work that is under way, each with progress, time left and Cancel. */
export function JobList() {
  const jobs = useJobs().filter(({ state }) => state === 'running');
  return jobs.map((job) => <JobProgress key={job.id} job={job} />);
}

/** One piece of long work. */
export function JobProgress({ job }: { job: Job }) {
  const { id, title, progress, secondsLeft, message } = job;
  const cancel = () => {
    client.call('jobs.cancel', { jobId: id }).catch((error: unknown) => announce('danger', sentenceOf(error)));
  };
  return (
    <div className="job">
      <span className="ell">{title}</span>
      <Bar ratio={progress} name={title} />
      <span className="b">{Math.round(progress * 100)} %</span>
      <span className="t3">{secondsLeft === null ? (message ?? '') : `${countdown(secondsLeft * 1000)} left`}</span>
      <Button small onClick={cancel}>
        Cancel
      </Button>
    </div>
  );
}
