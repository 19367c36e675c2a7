/** Every panel of the dock and its name. */
export const PANEL_TITLES = {
  watchlist: 'Watchlist',
  chart: 'Chart',
  chart2: 'Second chart',
  ticket: 'Order ticket',
  books: 'Books',
  rms: 'RMS',
  log: 'Log',
  alerts: 'Alerts',
  review: 'Review',
  story: 'Then',
  flight: 'Flight recorder',
  drill: 'Fault drill',
  payoff: 'Payoff builder',
  journal: 'Journal',
  report: 'Day report',
  sql: 'SQL',
  data: 'Data',
  chain: 'Option chain',
  smile: 'IV smile',
  term: 'Term structure',
  oiProfile: 'OI profile',
  straddle: 'ATM straddle today',
} as const;

export type PanelId = keyof typeof PANEL_TITLES;
