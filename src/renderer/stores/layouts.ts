import type { PanelId } from './panel-ids.ts';

/** The layouts that exist, with the figure of their "G" key and of the rail. */
export const LAYOUTS = [
  { id: 'trade', title: 'Trade', number: 1 },
  { id: 'options', title: 'Options', number: 2 },
  { id: 'review', title: 'Review', number: 3 },
] as const;

export type LayoutId = (typeof LAYOUTS)[number]['id'];

/** Which panels a layout has when it is new. */
export const LAYOUT_PANELS: Record<LayoutId, readonly PanelId[]> = {
  trade: ['chart', 'ticket', 'books', 'rms', 'log', 'watchlist'],
  options: ['chain', 'payoff', 'ticket', 'smile', 'term', 'oiProfile', 'straddle'],
  review: ['chart', 'ticket', 'books', 'rms', 'log', 'watchlist', 'review', 'story', 'journal', 'report'],
};

/** Where a panel comes that no layout has; the order ticket's place unless named. */
export const PANEL_BESIDE: Partial<Record<PanelId, PanelId>> = {
  data: 'books',
  sql: 'books',
  alerts: 'books',
  chart2: 'chart',
};

/** Panels that come with a place of their own, right of the one they stand beside. */
export const PANEL_APART: readonly PanelId[] = ['chart2'];

/** Heights of the review panel in CSS px at density 1: the list of days, and the transport bar. */
export const REVIEW_HEIGHT = { days: 164, bar: 108 };
