import { verifyLog } from '../../features/log/verify-log.ts';
import { isDrilling, stopDrill } from '../../features/drill/drill-actions.ts';
import { drillStore } from '../../stores/drill.ts';
import { showPanel } from '../../stores/layouts-store.ts';
import { riskStore } from '../../stores/values.ts';
import { openOverlay } from '../../commands/overlays.ts';
import type { Command } from '../../commands/command.ts';

export const riskCommands: readonly Command[] = [
  { id: 'editLimits', title: 'Edit limits', group: 'Risk and data', run: () => openOverlay({ kind: 'limits' }) },
  {
    id: 'rearm',
    title: 'Re-arm trading after a halt',
    group: 'Risk and data',
    when: () => (riskStore.getState().value?.state ?? 'ACTIVE') !== 'ACTIVE',
    run: () => openOverlay({ kind: 'rearm' }),
  },
  {
    id: 'reconciliation',
    title: 'Compare with the broker’s books',
    group: 'Risk and data',
    run: () => openOverlay({ kind: 'reconciliation' }),
  },
  {
    id: 'import',
    title: 'Import history from a file',
    group: 'Risk and data',
    run: () => openOverlay({ kind: 'import' }),
  },
  {
    id: 'drill',
    title: 'Fault drill on paper',
    group: 'Risk and data',
    when: () => drillStore.getState().drill?.refusal === null,
    run: () => showPanel('drill'),
  },
  {
    id: 'stopDrill',
    title: 'Stop the fault drill at once',
    group: 'Risk and data',
    chord: 'Ctrl+Shift+D',
    inText: true,
    when: isDrilling,
    run: () => void stopDrill(),
  },
  { id: 'verifyLog', title: 'Verify the log', group: 'Risk and data', run: () => void verifyLog() },
];
