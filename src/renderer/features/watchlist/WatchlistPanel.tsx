import { useEffect, useState } from 'react';
import { openOverlay } from '../../commands/overlays.ts';
import { useConnection } from '../../stores/connection.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { MoreIcon, PlusIcon } from '../../ui/icons.tsx';
import { TabbedPanel } from '../../ui/Panel.tsx';
import { ListsDialog } from './ListsDialog.tsx';
import './watchlist.css';
import { WatchlistTable } from './WatchlistTable.tsx';
import { addToWatchlist, loadWatchlists, showWatchlist, useActiveWatchlist, watchlistsStore } from './watchlists.ts';

const addSymbol = () => openOverlay({ kind: 'symbols', title: 'Add to the watchlist', onPick: addToWatchlist });

/** The lists of instruments to watch, one tab each. */
export function WatchlistPanel() {
  const { lists, activeId, loaded } = watchlistsStore();
  const list = useActiveWatchlist();
  const connected = useConnection().kind === 'connected';
  const [editing, setEditing] = useState(false);
  useEffect(() => {
    if (connected) void loadWatchlists();
  }, [connected]);
  return (
    <TabbedPanel
      name="Watchlist"
      tabs={lists.map(({ id, name, instrumentIds }) => ({ id, label: name, count: instrumentIds.length }))}
      tab={activeId ?? ''}
      onTab={showWatchlist}
      tools={
        <>
          <IconButton name="Lists" onClick={() => setEditing(true)}>
            <MoreIcon />
          </IconButton>
          <IconButton name="Add symbol" onClick={addSymbol}>
            <PlusIcon />
          </IconButton>
        </>
      }
    >
      {list && list.instrumentIds.length > 0 ? <WatchlistTable ids={list.instrumentIds} /> : null}
      {loaded && list?.instrumentIds.length === 0 ? (
        <EmptyState action={<Button onClick={addSymbol}>Add a symbol</Button>}>
          Symbols you add to {list.name} are quoted here.
        </EmptyState>
      ) : null}
      {loaded && !list ? (
        <EmptyState action={<Button onClick={() => setEditing(true)}>Make a list</Button>}>
          A list of symbols is quoted here.
        </EmptyState>
      ) : null}
      {editing ? <ListsDialog current={list?.name ?? null} onClose={() => setEditing(false)} /> : null}
    </TabbedPanel>
  );
}
