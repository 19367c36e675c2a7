import type { AddPanelOptions, DockviewApi } from 'dockview';
import { REVIEW_HEIGHT, type LayoutId } from '../../stores/layouts.ts';
import { PANEL_TITLES, type PanelId } from '../../stores/panel-ids.ts';

/** Sizes in CSS px at density 1. */
const TICKET = 292;
/** The ticket's place when the day's story has it too. */
const REVIEW_SIDE = 340;
const WATCHLIST = 336;
const BOOKS = 272;
const CHAIN_SIDE = 452;
const DRAWINGS = 168;

type Add = (id: PanelId, place?: Omit<AddPanelOptions, 'id' | 'component'>) => void;

/** Builds a layout in an empty dock. */
export function buildLayout(dock: DockviewApi, layout: LayoutId): void {
  const add: Add = (id, place = {}) =>
    dock.addPanel({ id, component: id, title: PANEL_TITLES[id], ...place } as AddPanelOptions);
  if (layout === 'options') buildOptions(dock, add);
  else buildTrade(dock, add, layout);
}

/** The chain, what is made of its legs at the right, the drawings below. */
function buildOptions(dock: DockviewApi, add: Add): void {
  add('chain');
  add('payoff', { position: { referencePanel: 'chain', direction: 'right' }, initialWidth: CHAIN_SIDE });
  add('ticket', { position: { referencePanel: 'payoff', direction: 'within' }, inactive: true });
  add('smile', { position: { referencePanel: 'chain', direction: 'below' }, initialHeight: DRAWINGS });
  add('oiProfile', { position: { referencePanel: 'smile', direction: 'right' } });
  add('straddle', { position: { referencePanel: 'oiProfile', direction: 'right' } });
  add('term', { position: { referencePanel: 'smile', direction: 'within' }, inactive: true });
  dock.getPanel('payoff')?.group.api.setSize({ width: CHAIN_SIDE });
  dock.getPanel('smile')?.group.api.setSize({ height: DRAWINGS });
  dock.getPanel('chain')?.api.setActive();
}

/** Chart, ticket at the right, books below, watchlist left; for a review its transport on top. */
function buildTrade(dock: DockviewApi, add: Add, layout: LayoutId): void {
  add('chart');
  add('ticket', { position: { referencePanel: 'chart', direction: 'right' }, initialWidth: TICKET });
  add('books', { position: { referencePanel: 'chart', direction: 'below' }, initialHeight: BOOKS });
  add('rms', { position: { referencePanel: 'books', direction: 'within' }, inactive: true });
  add('log', { position: { referencePanel: 'books', direction: 'within' }, inactive: true });
  add('watchlist', { position: { referencePanel: 'chart', direction: 'left' }, initialWidth: WATCHLIST });
  if (layout === 'review') {
    add('journal', { position: { referencePanel: 'books', direction: 'within' }, inactive: true });
    add('story', { position: { referencePanel: 'ticket', direction: 'within' }, inactive: true });
    add('report', { position: { referencePanel: 'ticket', direction: 'within' }, inactive: true });
    add('review', { position: { direction: 'above' }, initialHeight: REVIEW_HEIGHT.days });
  }
  dock.getPanel('ticket')?.group.api.setSize({ width: layout === 'review' ? REVIEW_SIDE : TICKET });
  dock.getPanel('watchlist')?.group.api.setSize({ width: WATCHLIST });
  dock.getPanel('books')?.group.api.setSize({ height: BOOKS });
  dock.getPanel('chart')?.api.setActive();
}
