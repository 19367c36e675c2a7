import { basename } from 'node:path';
import { AppError } from '../core/app-error.ts';
import type { Desk } from '../desk/desk.ts';
import type { CallHandlers } from './desk-api.ts';

type ImportCalls = 'import.inspect' | 'import.start' | 'jobs.cancel';

export function importApi(desk: Desk): Pick<CallHandlers, ImportCalls> {
  return {
    'import.inspect': ({ path }) => desk.ticks.inspect(path),
    'import.start': async ({ path, mapping }) => {
      const chosen = mapping ?? (await desk.ticks.inspect(path)).mapping;
      if (chosen === null) {
        throw new AppError(
          'IMPORT_COLUMN',
          `The columns of ${basename(path)} have no usual names, so none could be chosen. Name the column of the time and of the price.`,
          {
            path,
          },
        );
      }
      return { jobId: desk.importTicks(path, chosen) };
    },
    'jobs.cancel': ({ jobId }) => {
      desk.jobs.cancel(jobId);
      return null;
    },
  };
}
