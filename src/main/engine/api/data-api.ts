import type { Desk } from '../desk/desk.ts';
import type { CallHandlers } from './desk-api.ts';

type DataCalls =
  | 'data.overview'
  | 'data.day'
  | 'data.archive'
  | 'data.delete'
  | 'data.export'
  | 'data.backfill'
  | 'data.retain';

export function dataApi({ data }: Desk): Pick<CallHandlers, DataCalls> {
  return {
    'data.overview': () => data.overview(),
    'data.day': (chosen) => data.detail(chosen),
    'data.archive': async ({ only }) => ({ jobId: await data.archive(only) }),
    'data.delete': async (chosen) => {
      await data.delete(chosen);
      return null;
    },
    'data.export': (wanted) => data.export(wanted),
    'data.backfill': async (wanted) => ({ jobId: await data.backfill(wanted) }),
    'data.retain': (retention) => {
      data.setRetention(retention);
      return null;
    },
  };
}
