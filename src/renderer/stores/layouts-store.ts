import type { DockviewApi, SerializedDockview } from 'dockview';
import { create } from 'zustand';
import { saveWorkspace } from './workspace.ts';
import { LAYOUT_PANELS, LAYOUTS, PANEL_APART, PANEL_BESIDE, type LayoutId } from './layouts.ts';
import { PANEL_TITLES, type PanelId } from './panel-ids.ts';

interface Layouts {
  active: LayoutId;
  /** As they were left; a layout without one is built anew. */
  saved: Partial<Record<LayoutId, SerializedDockview>>;
  /** Goes up when the active layout must be built again. */
  builds: number;
}

export const layoutsStore = create<Layouts>(() => ({ active: 'trade', saved: {}, builds: 0 }));

let dock: DockviewApi | null = null;

/** Tells which dock is on screen, null when none is. */
export function setDock(now: DockviewApi | null): void {
  dock = now;
}

/** Reads what was saved; a saved layout that no longer fits is built anew when it is shown. */
export function restoreLayouts(saved: unknown): void {
  const { active, layouts } = (saved ?? {}) as { active?: string; layouts?: Layouts['saved'] };
  const known = LAYOUTS.find(({ id }) => id === active);
  layoutsStore.setState({ active: known?.id ?? 'trade', saved: typeof layouts === 'object' ? layouts : {} });
}

/** Remembers the active layout as it stands. */
export function keepLayout(): void {
  if (!dock) return;
  const { active, saved } = layoutsStore.getState();
  layoutsStore.setState({ saved: { ...saved, [active]: dock.toJSON() } });
  save();
}

export function showLayout(id: LayoutId): void {
  if (layoutsStore.getState().active === id) return;
  keepLayout();
  layoutsStore.setState({ active: id });
  save();
}

/** Builds the active layout as it came. */
export function resetLayout(): void {
  layoutsStore.setState(({ active, saved, builds }) => {
    const { [active]: _dropped, ...others } = saved;
    return { saved: others, builds: builds + 1 };
  });
  save();
}

/** Brings a panel to the front, in the layout that has it; one that no layout has comes to its place beside another. */
export function showPanel(id: PanelId): void {
  if (!dock?.getPanel(id)) {
    const home = LAYOUTS.find((layout) => LAYOUT_PANELS[layout.id].includes(id));
    if (home) showLayout(home.id);
    else addPanel(id);
  }
  // A layout that was just shown has its dock in the next frame.
  requestAnimationFrame(() => dock?.getPanel(id)?.api.setActive());
}

/** Whether a panel is on screen: in front of the others of its place. */
export const isPanelShown = (id: PanelId): boolean => dock?.getPanel(id)?.api.isVisible ?? false;

/** Takes a panel out of the layout that is shown. */
export function hidePanel(id: PanelId): void {
  const panel = dock?.getPanel(id);
  if (panel) dock?.removePanel(panel);
}

function addPanel(id: PanelId): void {
  const beside = dock?.getPanel(PANEL_BESIDE[id] ?? 'ticket') ?? dock?.panels[0];
  dock?.addPanel({
    id,
    component: id,
    title: PANEL_TITLES[id],
    ...(beside
      ? { position: { referencePanel: beside, direction: PANEL_APART.includes(id) ? 'right' : 'within' } }
      : {}),
  });
}

/** Sets the height of a panel's group in CSS px; the chart gives or takes the room, the books keep theirs. */
export function setPanelHeight(id: PanelId, height: number): void {
  const group = dock?.getPanel(id)?.group.api;
  if (!group || group.height === height) return;
  const books = dock?.getPanel('books')?.group.api;
  const before = books?.height;
  group.setSize({ height });
  if (books && before) books.setSize({ height: before });
}

function save(): void {
  const { active, saved } = layoutsStore.getState();
  saveWorkspace('layout', { active, layouts: saved });
}
