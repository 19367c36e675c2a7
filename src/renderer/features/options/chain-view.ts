import { create } from 'zustand';
import { loadWorkspace, saveWorkspace } from '../../stores/workspace.ts';
import { CHAIN_VIEWS, inOrder, isChainView, type ChainColumnId, type ChainView } from './chain-columns.ts';

interface ChainLook {
  view: ChainView;
  /** The columns of each view that somebody changed. */
  chosen: Partial<Record<ChainView, readonly ChainColumnId[]>>;
}

/** Which look at the chain is shown, and its columns. */
export const chainViewStore = create<ChainLook>(() => ({ view: 'oi', chosen: {} }));

/** The columns of a view from the outer edge to the strike. */
export const columnsOf = ({ chosen }: ChainLook, view: ChainView): readonly ChainColumnId[] =>
  chosen[view] ?? CHAIN_VIEWS[view].columns;

export function showChainView(view: ChainView): void {
  chainViewStore.setState({ view });
  save();
}

/** Shows or leaves out a column of the view in front. */
export function toggleColumn(id: ChainColumnId): void {
  const look = chainViewStore.getState();
  const before = columnsOf(look, look.view);
  const after = before.includes(id) ? before.filter((other) => other !== id) : [...before, id];
  chainViewStore.setState({ chosen: { ...look.chosen, [look.view]: inOrder(after) } });
  save();
}

/** The columns of the view in front as they came. */
export function resetColumns(): void {
  const { view, chosen } = chainViewStore.getState();
  const { [view]: _dropped, ...others } = chosen;
  chainViewStore.setState({ chosen: others });
  save();
}

let loading: Promise<void> | null = null;

/** Reads what was saved, once. */
export function loadChainView(): Promise<void> {
  loading ??= loadWorkspace('optionChainView').then(restore, () => {
    loading = null;
  });
  return loading;
}

function restore(saved: unknown): void {
  const { view, chosen } = (saved ?? {}) as { view?: unknown; chosen?: Record<string, unknown> };
  const kept: ChainLook['chosen'] = {};
  for (const [name, columns] of Object.entries(chosen ?? {})) {
    if (isChainView(name) && Array.isArray(columns)) kept[name] = inOrder(columns as string[]);
  }
  chainViewStore.setState({ view: isChainView(view) ? view : 'oi', chosen: kept });
}

function save(): void {
  saveWorkspace('optionChainView', chainViewStore.getState());
}
