import type { Desk } from '../desk/desk.ts';
import type { CallHandlers } from './desk-api.ts';

type WorkspaceCalls =
  | 'watchlists.list'
  | 'watchlists.save'
  | 'workspace.load'
  | 'workspace.save'
  | 'logs.list'
  | 'logs.verify';

export function workspaceApi({ store }: Desk): Pick<CallHandlers, WorkspaceCalls> {
  return {
    'watchlists.list': () => store.watchlists(),
    'watchlists.save': (watchlist) => {
      store.transaction((tx) => tx.saveWatchlist(watchlist));
      return watchlist;
    },
    'workspace.load': ({ key }) => store.setting(key),
    'workspace.save': ({ key, value }) => {
      store.transaction((tx) => tx.saveSetting(key, value));
      return null;
    },
    'logs.list': ({ beforeSeq, limit }) => store.logs(beforeSeq, limit),
    'logs.verify': () => store.verifyLogs(),
  };
}
