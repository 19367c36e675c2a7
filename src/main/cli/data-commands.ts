import { resolve } from 'node:path';
import type { DataExport } from '../../contract/data.ts';
import { dataExportSchema } from '../../contract/data.ts';
import type { Job } from '../../contract/desk.ts';
import { AppError } from '../engine/core/app-error.ts';
import type { CliContext, DeskFlags } from './cli-context.ts';
import { followJob } from './follow-job.ts';
import { withDesk } from './with-desk.ts';

export interface ExportFlags extends DeskFlags {
  source: string;
  symbols: string[];
  from: string;
  to?: string;
}

/** Writes ticks, bars or chains into a file whose ending says its format. Gives the exit code. */
export function exportFile(context: CliContext, what: string, file: string, flags: ExportFlags): Promise<number> {
  const asked = dataExportSchema.safeParse({
    what,
    format: file.endsWith('.parquet') ? 'parquet' : 'csv',
    source: flags.source,
    symbols: flags.symbols,
    from: flags.from,
    to: flags.to ?? flags.from,
    path: resolve(file),
  } satisfies Record<keyof DataExport, unknown>);
  if (!asked.success) {
    throw new AppError(
      'CALL_INVALID',
      'Say what to export: ticks, bars or chain, then a file; --from and --to take days such as 2026-11-20.',
    );
  }
  return withDesk(context, flags, async ({ api }) => {
    const job = await followJob(context, api, async () => (await api.calls['data.export'](asked.data)).jobId);
    return outcome(context, job, `Written: ${asked.data.path}`);
  });
}

/** Moves days that are over into Parquet files. Gives the exit code. */
export function archiveDays(context: CliContext, flags: DeskFlags): Promise<number> {
  return withDesk(context, flags, async ({ api }) => {
    const start = async () => (await api.calls['data.archive']({ only: null })).jobId;
    const job = await followJob(context, api, start);
    return outcome(context, job, job === null ? 'Every day that is over is archived.' : 'Archived.');
  });
}

/** Sorts days that are over. Gives the exit code. */
export function compactDays(context: CliContext, flags: DeskFlags): Promise<number> {
  return withDesk(context, flags, async ({ api }) => {
    const start = async () => (await api.calls['days.compact']({})).jobId;
    const job = await followJob(context, api, start);
    return outcome(context, job, job === null ? 'Every day that is over is sorted.' : 'Sorted.');
  });
}

function outcome(context: CliContext, job: Job | null, done: string): number {
  if (job === null || job.state === 'done') {
    context.print(done);
    return 0;
  }
  context.note(job.message ?? 'It did not end well.');
  return 1;
}
