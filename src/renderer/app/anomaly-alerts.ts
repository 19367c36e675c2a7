import { ANOMALY_LINE } from '../../contract/anomaly.ts';
import { logsStore } from '../stores/logs.ts';
import { announce } from '../stores/toasts.ts';

/** Says each anomaly of the log once, as it comes. What the first snapshot brings happened before, and is not said. */
export function announceAnomalies(): void {
  let told: number | null = null;
  logsStore.subscribe(({ entries, ready }) => {
    if (!ready) return;
    const last = told;
    told = entries.at(-1)?.seq ?? last ?? 0;
    if (last === null) return;
    for (const { message } of entries.slice(entries.findLastIndex(({ seq }) => seq <= last) + 1)) {
      if (message.startsWith(ANOMALY_LINE)) announce('warn', message);
    }
  });
}
