import { useEffect } from 'react';
import type { Job } from '../../../contract/desk.ts';
import { runCommand } from '../../commands/run-command.ts';
import { REVIEW_HEIGHT } from '../../stores/layouts.ts';
import { setPanelHeight } from '../../stores/layouts-store.ts';
import { useConnection } from '../../stores/connection.ts';
import { jobsStore } from '../../stores/tables.ts';
import { useStatus } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { JobList } from '../imports/JobList.tsx';
import { DayTable } from './DayTable.tsx';
import { loadRecordedDays } from './recorded-days.ts';
import { replayActions } from './replay-actions.ts';
import './review.css';
import { TransportBar } from './TransportBar.tsx';

const doneJobs = ({ rows }: { rows: Job[] }) => rows.filter(({ state }) => state === 'done').length;

/** Recorded days to choose from; while one is replayed, its transport bar. */
export function ReviewPanel() {
  const replay = useStatus()?.replay ?? null;
  const connected = useConnection().kind === 'connected';
  const running = replay !== null;
  useEffect(() => {
    if (connected && !running) void loadRecordedDays();
  }, [connected, running]);
  useEffect(
    () => jobsStore.subscribe((now, before) => doneJobs(now) > doneJobs(before) && void loadRecordedDays()),
    [],
  );
  useEffect(() => setPanelHeight('review', running ? REVIEW_HEIGHT.bar : REVIEW_HEIGHT.days), [running]);
  return (
    <Panel
      name="Review"
      tools={
        replay ? (
          <Button small onClick={replayActions.stop}>
            Leave the replay
          </Button>
        ) : (
          <>
            <Button small onClick={() => void loadRecordedDays()}>
              Refresh
            </Button>
            <Button small onClick={() => runCommand('import')}>
              Import history
            </Button>
          </>
        )
      }
    >
      {replay ? <TransportBar replay={replay} /> : <DayTable />}
      <JobList />
    </Panel>
  );
}
