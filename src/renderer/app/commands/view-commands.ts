import { DENSITIES, nextTheme, setDensity, setTheme, THEMES } from '../../stores/appearance.ts';
import { LAYOUTS } from '../../stores/layouts.ts';
import { resetLayout, showLayout, showPanel } from '../../stores/layouts-store.ts';
import { PANEL_TITLES, type PanelId } from '../../stores/panel-ids.ts';
import { selectedOrder } from '../../stores/selected-order.ts';
import { openAlert } from '../../features/alerts/alert-actions.ts';
import { showFlight, showLatency } from '../../features/flight/flight-view.ts';
import { openOverlay } from '../../commands/overlays.ts';
import type { Command } from '../../commands/command.ts';

export const viewCommands: readonly Command[] = [
  {
    id: 'palette',
    title: 'Command palette',
    group: 'View',
    chord: 'Ctrl+K',
    keyOnly: true,
    run: () => openOverlay({ kind: 'palette' }),
  },
  { id: 'keySheet', title: 'Keys', group: 'View', chord: '?', run: () => openOverlay({ kind: 'keys' }) },
  {
    id: 'flight',
    title: 'Flight of the order (selected, else the last)',
    group: 'View',
    chord: 'Shift+R',
    run: () => showFlight(selectedOrder() ?? 'last'),
  },
  {
    id: 'indicators',
    title: 'Indicators of the chart',
    group: 'View',
    chord: 'Shift+I',
    run: () => openOverlay({ kind: 'indicators' }),
  },
  { id: 'alert', title: 'New alert on this symbol', group: 'View', chord: 'Alt+A', run: () => openAlert() },
  { id: 'latency', title: 'Latency of the day', group: 'View', run: showLatency },
  { id: 'about', title: 'About and credits', group: 'View', run: () => openOverlay({ kind: 'about' }) },
  ...LAYOUTS.map(({ id, title, number }): Command => ({
    id: `layout-${id}`,
    title: `${title} layout`,
    group: 'View',
    chord: `G ${number}`,
    run: () => showLayout(id),
  })),
  { id: 'resetLayout', title: 'Reset this layout', group: 'View', run: resetLayout },
  ...(Object.entries(PANEL_TITLES) as [PanelId, string][]).map(([id, title]): Command => ({
    id: `panel-${id}`,
    title: `Show panel: ${title}`,
    group: 'View',
    run: () => showPanel(id),
  })),
  { id: 'nextTheme', title: 'Next theme', group: 'View', keyOnly: true, run: nextTheme },
  ...THEMES.map((theme): Command => ({
    id: `theme-${theme}`,
    title: `Theme: ${theme}`,
    group: 'View',
    run: () => setTheme(theme),
  })),
  ...DENSITIES.map((density): Command => ({
    id: `density-${density}`,
    title: `Density: ${density} %`,
    group: 'View',
    run: () => setDensity(density),
  })),
];
