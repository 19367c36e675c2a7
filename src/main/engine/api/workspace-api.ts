import { AppError } from '../core/app-error.ts';
import type { Desk } from '../desk/desk.ts';
import type { CallHandlers } from './desk-api.ts';

type WorkspaceCalls =
  | 'watchlists.list'
  | 'watchlists.save'
  | 'workspace.load'
  | 'workspace.save'
  | 'logs.list'
  | 'logs.verify';

/** Settings that only the engine writes. */
const ENGINES_OWN = 'engine.';

export function workspaceApi({ store }: Desk): Pick<CallHandlers, WorkspaceCalls> {
  return {
    'watchlists.list': () => store.watchlists(),
    'watchlists.save': (watchlist) => {
      store.transaction((tx) => tx.saveWatchlist(watchlist));
      return watchlist;
    },
    'workspace.load': ({ key }) => store.setting(key),
    'workspace.save': ({ key, value }) => {
      if (key.startsWith(ENGINES_OWN)) {
        throw new AppError('SETTING_INVALID', `A setting named "${key}" is the engine's own. Choose another name.`);
      }
      store.transaction((tx) => tx.saveSetting(key, value));
      return null;
    },
    'logs.list': ({ beforeSeq, limit }) => store.logs(beforeSeq, limit),
    'logs.verify': () => store.verifyLogs(),
  };
}
