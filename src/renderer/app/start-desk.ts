import { PROTOCOL_VERSION } from '../../contract/protocol.ts';
import { client } from '../client/client.ts';
import { CallError, sentenceOf } from '../client/call-error.ts';
import { restoreAppearance } from '../stores/appearance.ts';
import { disarm } from '../stores/armed.ts';
import { followDayStory } from '../stores/day-story.ts';
import { deskStore } from '../stores/desk.ts';
import { followAlerts } from '../stores/alerts.ts';
import { followDrill } from '../stores/drill.ts';
import { restoreFocus } from '../stores/focus.ts';
import { alignClock } from '../stores/engine-clock.ts';
import { followPresses } from '../stores/last-press.ts';
import { followLatency } from '../stores/latency.ts';
import { followLogs } from '../stores/logs.ts';
import { followTables } from '../stores/tables.ts';
import { followValues } from '../stores/values.ts';
import { loadWorkspace, saveHeld } from '../stores/workspace.ts';
import { ALERT_SOUND_KEY, restoreAlertSound } from '../features/alerts/alert-sound.ts';
import { tellAlerts } from '../features/alerts/tell-alerts.ts';
import { announceDrillResult } from '../features/drill/drill-actions.ts';
import { registerCommands } from '../commands/command-list.ts';
import { allCommands } from './commands/all-commands.ts';
import { restoreFirstRun } from './first-run/first-run.ts';
import { restoreKeys } from '../commands/keys-store.ts';
import { restoreLayouts } from '../stores/layouts-store.ts';
import { announceAnomalies } from './anomaly-alerts.ts';
import { followMode } from './follow-mode.ts';
import { announceOrderResults } from './order-results.ts';
import { announceJobResults } from './job-results.ts';

/** Connects, follows what the frame shows, and restores the workspace. Called once. */
export function startDesk(): void {
  registerCommands(allCommands);
  followTables(client);
  followValues(client);
  followLogs(client);
  followLatency(client);
  followDrill(client);
  followAlerts(client);
  followPresses();
  announceOrderResults();
  announceJobResults();
  announceAnomalies();
  tellAlerts();
  announceDrillResult();
  followMode();
  followDayStory();
  window.addEventListener('pagehide', saveHeld);
  client.onState((state) => {
    if (state.kind === 'connected') void greet();
    else disarm();
  });
  void client.start();
}

async function greet(): Promise<void> {
  try {
    const hello = await client.call('app.hello', { protocol: PROTOCOL_VERSION });
    deskStore.setState({ hello, problem: null });
    void alignClock();
    if (deskStore.getState().restored) return;
    const [appearance, keys, layouts, firstRun, alertsMuted] = await Promise.all(
      ['appearance', 'keys', 'layout', 'firstRun', ALERT_SOUND_KEY].map(loadWorkspace),
    );
    restoreAppearance(appearance);
    restoreKeys(keys);
    restoreLayouts(layouts);
    restoreFirstRun(firstRun);
    restoreAlertSound(alertsMuted);
    await restoreFocus(hello.firstFocus);
    deskStore.setState({ restored: true });
  } catch (error) {
    // After a lost connection the client comes back by itself and this runs again.
    if (error instanceof CallError && error.code === 'CONNECTION_LOST') return;
    deskStore.setState({ problem: sentenceOf(error) });
  }
}
