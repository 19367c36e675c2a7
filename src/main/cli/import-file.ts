import { resolve } from 'node:path';
import { AppError } from '../engine/core/app-error.ts';
import type { CliContext, DeskFlags } from './cli-context.ts';
import { followJob } from './follow-job.ts';
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
    const job = await followJob(context, api, async () => (await api.calls['import.start']({ path, mapping })).jobId);
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
