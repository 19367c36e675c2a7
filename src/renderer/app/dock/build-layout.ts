import type { AddPanelOptions, DockviewApi } from 'dockview';
import { REVIEW_HEIGHT, type LayoutId } from '../../stores/layouts.ts';
import { PANEL_TITLES, type PanelId } from '../../stores/panel-ids.ts';

/** Sizes in CSS px at density 1. */
const TICKET = 292;
const WATCHLIST = 336;
const BOOKS = 272;

/** Builds a layout in an empty dock: chart, ticket at the right, books below, watchlist left, transport on top. */
export function buildLayout(dock: DockviewApi, layout: LayoutId): void {
  const add = (id: PanelId, place: Omit<AddPanelOptions, 'id' | 'component'> = {}) =>
    dock.addPanel({ id, component: id, title: PANEL_TITLES[id], ...place } as AddPanelOptions);
  add('chart');
  add('ticket', { position: { referencePanel: 'chart', direction: 'right' }, initialWidth: TICKET });
  add('books', { position: { referencePanel: 'chart', direction: 'below' }, initialHeight: BOOKS });
  add('rms', { position: { referencePanel: 'books', direction: 'within' }, inactive: true });
  add('log', { position: { referencePanel: 'books', direction: 'within' }, inactive: true });
  add('watchlist', { position: { referencePanel: 'chart', direction: 'left' }, initialWidth: WATCHLIST });
  if (layout === 'review') add('review', { position: { direction: 'above' }, initialHeight: REVIEW_HEIGHT.days });
  dock.getPanel('ticket')?.group.api.setSize({ width: TICKET });
  dock.getPanel('watchlist')?.group.api.setSize({ width: WATCHLIST });
  dock.getPanel('books')?.group.api.setSize({ height: BOOKS });
  dock.getPanel('chart')?.api.setActive();
}
