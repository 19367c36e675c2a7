import { useEffect, useState } from 'react';
import { openOverlay } from '../../commands/overlays.ts';
import { useConnection } from '../../stores/connection.ts';
import { useReplayInstruments } from '../../stores/replay-instruments.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { MoreIcon, PlusIcon } from '../../ui/icons.tsx';
import { TabbedPanel } from '../../ui/Panel.tsx';
import { ListsDialog } from './ListsDialog.tsx';
import './watchlist.css';
import { WatchlistTable } from './WatchlistTable.tsx';
import {
  addToWatchlist,
  loadWatchlists,
  REPLAY_LIST,
  showWatchlist,
  useWatchlistInView,
  watchlistsStore,
} from './watchlists.ts';

const addSymbol = () => openOverlay({ kind: 'symbols', title: 'Add to the watchlist', onPick: addToWatchlist });

/** The lists of instruments to watch, one tab each; in a replay that of its day first. */
export function WatchlistPanel() {
  const { lists, loaded } = watchlistsStore();
  const list = useWatchlistInView();
  const replayed = useReplayInstruments();
  const connected = useConnection().kind === 'connected';
  const [editing, setEditing] = useState(false);
  useEffect(() => {
    if (connected) void loadWatchlists();
  }, [connected]);
  const editable = list?.saved !== false;
  return (
    <TabbedPanel
      name="Watchlist"
      tabs={[
        ...(replayed ? [{ id: REPLAY_LIST, label: 'Replay', count: replayed.length }] : []),
        ...lists.map(({ id, name, instrumentIds }) => ({ id, label: name, count: instrumentIds.length })),
      ]}
      tab={list?.id ?? ''}
      onTab={showWatchlist}
      tools={
        editable ? (
          <>
            <IconButton name="Lists" onClick={() => setEditing(true)}>
              <MoreIcon />
            </IconButton>
            <IconButton name="Add symbol" onClick={addSymbol}>
              <PlusIcon />
            </IconButton>
          </>
        ) : null
      }
    >
      {list && list.ids.length > 0 ? <WatchlistTable ids={list.ids} editable={editable} /> : null}
      {loaded && list?.ids.length === 0 ? (
        <EmptyState action={editable ? <Button onClick={addSymbol}>Add a symbol</Button> : null}>
          {editable
            ? `Symbols you add to ${list.name} are quoted here.`
            : 'This day has no instrument the terminal knows.'}
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
