import { useState } from 'react';
import type { CallResult } from '../../../contract/contract.ts';
import type { ImportMapping } from '../../../contract/desk.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { useJobs } from '../../stores/tables.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import './imports.css';
import { ImportReportView } from './ImportReportView.tsx';
import { JobProgress } from './JobList.tsx';
import { EMPTY_MAPPING, mappingProblem } from './mapping.ts';
import { MappingForm } from './MappingForm.tsx';

type Inspection = CallResult<'import.inspect'>;

/** Reads a file of ticks: its path, which column is what, progress, and the report of what was kept. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [path, setPath] = useState('');
  const [inspection, setInspection] = useState<Inspection | null>(null);
  const [mapping, setMapping] = useState<ImportMapping>(EMPTY_MAPPING);
  const [jobId, setJobId] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const job = useJobs().find(({ id }) => id === jobId);

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setRefusal(null);
    try {
      await work();
    } catch (error) {
      setRefusal(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  const inspect = () =>
    attempt(async () => {
      const found = await client.call('import.inspect', { path: path.trim() });
      setInspection(found);
      setMapping(found.mapping);
    });
  const start = () =>
    attempt(async () => {
      setJobId((await client.call('import.start', { path: path.trim(), mapping })).jobId);
    });
  const begin = () => {
    if (path.trim() === '' || busy || jobId !== null) return;
    if (inspection === null) void inspect();
    else if (mappingProblem(mapping) === null) void start();
  };
  const again = () => {
    setInspection(null);
    setJobId(null);
    setRefusal(null);
  };
  return (
    <Dialog
      title="Import history"
      width={720}
      onClose={onClose}
      onEnter={begin}
      foot={
        <>
          <span className="danger grow" role="alert">
            {refusal ?? (job?.state === 'failed' ? job.message : null)}
          </span>
          {jobId !== null && job?.state !== 'running' ? <Button onClick={again}>Import another file</Button> : null}
          {jobId === null && inspection ? (
            <Button look="primary" disabled={busy || mappingProblem(mapping) !== null} onClick={begin}>
              Start the import
            </Button>
          ) : null}
          {jobId === null && !inspection ? (
            <Button look="primary" disabled={busy || path.trim() === ''} onClick={begin}>
              {busy ? 'Reading…' : 'Inspect'}
            </Button>
          ) : null}
          {jobId === null ? null : (
            <Button look={job?.state === 'running' ? 'plain' : 'primary'} onClick={onClose}>
              {job?.state === 'running' ? 'Go on in the background' : 'Close'}
            </Button>
          )}
        </>
      }
    >
      <div className="field">
        <label htmlFor="import-path">
          File on the machine of the engine (CSV, Parquet, or candles or an option chain as JSON)
        </label>
        <div className="input">
          <input
            id="import-path"
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            disabled={jobId !== null}
            placeholder="/path/to/ticks.parquet"
            value={path}
            onChange={(event) => {
              setPath(event.target.value);
              setInspection(null);
            }}
          />
        </div>
      </div>
      {inspection && jobId === null ? (
        <MappingForm inspection={inspection} mapping={mapping} onChange={setMapping} />
      ) : null}
      {job?.state === 'running' ? <JobProgress job={job} /> : null}
      {job && job.state !== 'running' ? <p className="b">{OUTCOME[job.state]}</p> : null}
      {job?.report ? <ImportReportView report={job.report} /> : null}
    </Dialog>
  );
}

const OUTCOME = { done: 'Imported.', failed: 'The import failed.', cancelled: 'Cancelled: nothing was kept.' } as const;
