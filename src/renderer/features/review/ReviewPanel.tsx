import { useEffect } from 'react';
import type { Job } from '../../../contract/desk.ts';
import { runCommand } from '../../commands/run-command.ts';
import { REVIEW_HEIGHT } from '../../stores/layouts.ts';
import { dayStoryStore, toggleThenMarks } from '../../stores/day-story.ts';
import { isPanelShown, setPanelHeight, showPanel } from '../../stores/layouts-store.ts';
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
  useEffect(showStoryInReplay, []);
  useEffect(() => setPanelHeight('review', running ? REVIEW_HEIGHT.bar : REVIEW_HEIGHT.days), [running]);
  return (
    <Panel
      name="Review"
      tools={
        replay ? (
          <>
            <ThenMarks />
            <Button small onClick={replayActions.stop}>
              Leave the replay
            </Button>
          </>
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

/** A day with a story brings it to the front, and gives the place back to the ticket when it is left. */
function showStoryInReplay(): () => void {
  return dayStoryStore.subscribe(({ story }, before) => {
    if (story === before.story) return;
    if (story !== null && story.events.length > 0) showPanel('story');
    else if (story === null && isPanelShown('story')) showPanel('ticket');
  });
}

/** Whether the charts show what the account did that day. */
function ThenMarks() {
  const shown = dayStoryStore((state) => state.marksShown);
  const some = dayStoryStore(({ story }) => story !== null && story.orders.length > 0);
  if (!some) return null;
  return (
    <Button small className="then-marks" aria-pressed={shown} onClick={toggleThenMarks}>
      Own trades on the chart
    </Button>
  );
}
