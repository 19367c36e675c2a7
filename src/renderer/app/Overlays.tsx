import { AlertDialog } from '../features/alerts/AlertDialog.tsx';
import { IndicatorsDialog } from '../features/chart/indicators/IndicatorsDialog.tsx';
import { ImportDialog } from '../features/imports/ImportDialog.tsx';
import { ReconciliationDialog } from '../features/reconciliation/ReconciliationDialog.tsx';
import { LimitsDialog } from '../features/rms/LimitsDialog.tsx';
import { RearmDialog } from '../features/rms/RearmDialog.tsx';
import { NewStrategyDialog } from '../features/strategies/NewStrategyDialog.tsx';
import { focusInstrument } from '../stores/focus.ts';
import { AboutDialog } from './AboutDialog.tsx';
import { CommandPalette } from './commands/CommandPalette.tsx';
import { KeySheet } from './commands/KeySheet.tsx';
import { closeOverlay, overlayStore } from '../commands/overlays.ts';

/** The one overlay that is open. */
export function Overlays() {
  const overlay = overlayStore((state) => state.overlay);
  switch (overlay?.kind) {
    case 'palette':
      return <CommandPalette title="Commands" withCommands onPick={focusInstrument} />;
    case 'symbols':
      return <CommandPalette title={overlay.title} withCommands={false} onPick={overlay.onPick ?? focusInstrument} />;
    case 'keys':
      return <KeySheet onClose={closeOverlay} />;
    case 'about':
      return <AboutDialog onClose={closeOverlay} />;
    case 'import':
      return <ImportDialog onClose={closeOverlay} />;
    case 'limits':
      return <LimitsDialog onClose={closeOverlay} />;
    case 'reconciliation':
      return <ReconciliationDialog onClose={closeOverlay} />;
    case 'rearm':
      return <RearmDialog onClose={closeOverlay} />;
    case 'alert':
      return <AlertDialog alert={overlay.alert} onClose={closeOverlay} />;
    case 'strategy':
      return <NewStrategyDialog onClose={closeOverlay} />;
    case 'indicators':
      return <IndicatorsDialog first={overlay.first ?? null} onClose={closeOverlay} />;
    case undefined:
  }
  return null;
}
