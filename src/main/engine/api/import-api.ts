import type { ImportMapping } from '../../../contract/desk.ts';
import { AppError } from '../core/app-error.ts';
import type { Desk } from '../desk/desk.ts';
import type { CallHandlers } from './desk-api.ts';

type ImportCalls = 'import.inspect' | 'import.start' | 'days.compact' | 'jobs.cancel';

export function importApi(desk: Desk): Pick<CallHandlers, ImportCalls> {
  return {
    'import.inspect': ({ path }) => desk.ticks.inspect(path),
    'import.start': async ({ path, mapping }) => {
      const chosen = mapping ?? (await guessed(desk, path));
      return { jobId: desk.importTicks(path, chosen) };
    },
    'days.compact': async () => ({ jobId: await desk.compaction.compact() }),
    'jobs.cancel': ({ jobId }) => {
      desk.jobs.cancel(jobId);
      return null;
    },
  };
}

/** The mapping that the file's column names suggest; throws IMPORT_COLUMN when they leave something open. */
async function guessed(desk: Desk, path: string): Promise<ImportMapping> {
  const { mapping, problem } = await desk.ticks.inspect(path);
  if (problem !== null) {
    throw new AppError('IMPORT_COLUMN', `${problem} Choose the columns yourself.`, { path });
  }
  return mapping;
}
