import { create } from 'zustand';
import type { Watchlist } from '../../../contract/desk.ts';
import type { Instrument } from '../../../contract/market.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { keepInstruments, loadInstruments } from '../../stores/instruments.ts';
import { replayInstrumentsStore, useReplayInstruments } from '../../stores/replay-instruments.ts';
import { announce } from '../../stores/toasts.ts';
import { moved, movedBefore } from './list-order.ts';

interface Watchlists {
  /** As saved. */
  lists: Watchlist[];
  /** The saved list in view, or chosen before a replay. */
  activeId: string | null;
  loaded: boolean;
  /** In a replay: whether the day's own list is in view instead. */
  replayShown: boolean;
}

/** The id of the tab of the replayed day's instruments; no saved list has it. */
export const REPLAY_LIST = 'replay';

export const watchlistsStore = create<Watchlists>(() => ({
  lists: [],
  activeId: null,
  loaded: false,
  replayShown: true,
}));

/** The saved list in view; undefined while the replayed day's own is. */
const activeList = ({ lists, activeId, replayShown }: Watchlists) =>
  replayShown && replayInstrumentsStore.getState().ids ? undefined : lists.find(({ id }) => id === activeId);

/** The list in view, and whether it may be changed. */
export function useWatchlistInView(): { id: string; name: string; ids: readonly number[]; saved: boolean } | null {
  const ids = useReplayInstruments();
  const shown = watchlistsStore((state) => state.replayShown);
  const list = watchlistsStore(({ lists, activeId }) => lists.find(({ id }) => id === activeId));
  if (ids && shown) return { id: REPLAY_LIST, name: 'Replay', ids, saved: false };
  return list ? { id: list.id, name: list.name, ids: list.instrumentIds, saved: true } : null;
}

/** Reads the lists and the instruments in them. */
export async function loadWatchlists(): Promise<void> {
  try {
    const lists = await client.call('watchlists.list', {});
    await loadInstruments(lists.flatMap(({ instrumentIds }) => instrumentIds));
    watchlistsStore.setState(({ activeId }) => ({
      lists,
      activeId: lists.some(({ id }) => id === activeId) ? activeId : (lists[0]?.id ?? null),
      loaded: true,
    }));
  } catch (error) {
    announce('danger', sentenceOf(error));
  }
}

export function showWatchlist(id: string): void {
  watchlistsStore.setState(id === REPLAY_LIST ? { replayShown: true } : { activeId: id, replayShown: false });
}

/** Puts an instrument at the end of the active list. */
export function addToWatchlist(instrument: Instrument): void {
  const list = activeList(watchlistsStore.getState());
  if (!list) return;
  if (list.instrumentIds.includes(instrument.id))
    return announce('info', `${instrument.name} is in ${list.name} already.`);
  keepInstruments([instrument]);
  keep({ ...list, instrumentIds: [...list.instrumentIds, instrument.id] });
}

export function removeFromWatchlist(id: number): void {
  change((ids) => ids.filter((other) => other !== id));
}

export function moveInWatchlist(id: number, steps: number): void {
  change((ids) => moved(ids, id, steps));
}

export function moveBeforeInWatchlist(id: number, before: number): void {
  change((ids) => movedBefore(ids, id, before));
}

export function createWatchlist(name: string): void {
  const list = { id: crypto.randomUUID(), name, instrumentIds: [] };
  keep(list);
  showWatchlist(list.id);
}

export function renameWatchlist(name: string): void {
  const list = activeList(watchlistsStore.getState());
  if (list) keep({ ...list, name });
}

function change(edit: (ids: number[]) => number[]): void {
  const list = activeList(watchlistsStore.getState());
  if (list) keep({ ...list, instrumentIds: edit(list.instrumentIds) });
}

/** Shows the change at once and saves it; a refused save is taken back by reading the lists again. */
function keep(list: Watchlist): void {
  watchlistsStore.setState(({ lists }) => ({
    lists: lists.some(({ id }) => id === list.id)
      ? lists.map((other) => (other.id === list.id ? list : other))
      : [...lists, list],
  }));
  client.call('watchlists.save', list).catch((error: unknown) => {
    announce('danger', sentenceOf(error));
    void loadWatchlists();
  });
}

/** Each replay begins with its own list in view; the saved one comes back after it. */
replayInstrumentsStore.subscribe(({ ids }) => ids === null && watchlistsStore.setState({ replayShown: true }));
