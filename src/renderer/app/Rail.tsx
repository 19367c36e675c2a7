import { appearanceStore } from '../stores/appearance.ts';
import { AlertsIcon, HelpIcon, OptionsIcon, ReviewIcon, ThemeIcon, TradeIcon } from '../ui/icons.tsx';
import { runCommand } from '../commands/run-command.ts';
import { LAYOUTS } from '../stores/layouts.ts';
import { layoutsStore, showLayout, showPanel } from '../stores/layouts-store.ts';

const ICONS = { trade: TradeIcon, options: OptionsIcon, review: ReviewIcon };

/** Layouts above; alerts, keys and theme below. */
export function Rail() {
  const active = layoutsStore((state) => state.active);
  const theme = appearanceStore((state) => state.theme);
  return (
    <nav className="rail" aria-label="Layouts">
      {LAYOUTS.map(({ id, title }) => {
        const Icon = ICONS[id];
        return (
          <button
            key={id}
            type="button"
            aria-current={id === active ? 'page' : undefined}
            onClick={() => showLayout(id)}
          >
            <Icon />
            <span>{title}</span>
          </button>
        );
      })}
      <span className="spacer" />
      <button type="button" onClick={() => showPanel('alerts')}>
        <AlertsIcon />
        <span>Alerts</span>
      </button>
      <button type="button" onClick={() => runCommand('keySheet')}>
        <HelpIcon />
        <span>Keys</span>
      </button>
      <button type="button" title={`Theme: ${theme}`} onClick={() => runCommand('nextTheme')}>
        <ThemeIcon />
        <span>{theme === 'system' ? 'System' : theme === 'light' ? 'Light' : 'Dark'}</span>
      </button>
    </nav>
  );
}
