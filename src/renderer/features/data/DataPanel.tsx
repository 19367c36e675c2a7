import { useEffect, useState } from 'react';
import type { DataDay } from '../../../contract/data.ts';
import type { Job } from '../../../contract/desk.ts';
import { runCommand } from '../../commands/run-command.ts';
import { useConnection } from '../../stores/connection.ts';
import { hidePanel } from '../../stores/layouts-store.ts';
import { jobsStore } from '../../stores/tables.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { JobList } from '../imports/JobList.tsx';
import { archiveDays, dataDesk, isSame, loadData, sortDays } from './data-desk.ts';
import { DataDays } from './DataDays.tsx';
import { DataRoom } from './DataRoom.tsx';
import { DayView } from './DayView.tsx';
import { DeleteDayDialog } from './DeleteDayDialog.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { RetentionDialog } from './RetentionDialog.tsx';
import './data.css';

const endedJobs = ({ rows }: { rows: Job[] }) => rows.filter(({ state }) => state !== 'running').length;

type Asked = { what: 'export' | 'retention' } | { what: 'delete'; day: DataDay };

/** What is kept of the market, day by day: how much, where, and where ticks are missing. */
export function DataPanel() {
  const { overview, chosen, detail } = dataDesk();
  const [asked, setAsked] = useState<Asked | null>(null);
  const connected = useConnection().kind === 'connected';
  useEffect(() => {
    if (connected) void loadData();
  }, [connected]);
  useEffect(() => jobsStore.subscribe((now, before) => endedJobs(now) > endedJobs(before) && void loadData()), []);
  const day = overview?.days.find((each) => isSame(each, chosen)) ?? null;
  const close = () => setAsked(null);
  return (
    <Panel
      name="Data"
      tools={
        <>
          <Button small onClick={() => void loadData()}>
            Refresh
          </Button>
          <Button small onClick={() => runCommand('import')}>
            Import…
          </Button>
          <Button small disabled={!day} onClick={() => setAsked({ what: 'export' })}>
            Export…
          </Button>
          <Button small onClick={() => void sortDays()}>
            Sort days
          </Button>
          <Button small onClick={() => void archiveDays(null)}>
            Archive days
          </Button>
          <Button small disabled={!overview} onClick={() => setAsked({ what: 'retention' })}>
            Keep…
          </Button>
          <IconButton name="Close Data" onClick={() => hidePanel('data')}>
            <CloseIcon />
          </IconButton>
        </>
      }
    >
      {overview ? <DataRoom overview={overview} /> : null}
      <div className="data">
        <DataDays overview={overview} chosen={chosen} />
        {day ? (
          <DayView
            key={`${day.day} ${day.source}`}
            day={day}
            detail={detail}
            onDelete={() => setAsked({ what: 'delete', day })}
          />
        ) : null}
      </div>
      <JobList />
      {asked?.what === 'export' && day ? <ExportDialog day={day} onClose={close} /> : null}
      {asked?.what === 'retention' && overview ? (
        <RetentionDialog retention={overview.retention} onClose={close} />
      ) : null}
      {asked?.what === 'delete' ? <DeleteDayDialog day={asked.day} onClose={close} /> : null}
    </Panel>
  );
}
