import { join } from 'node:path';
import { limitsSchema } from '../contract/risk.ts';
import type { Limits } from '../contract/risk.ts';
import { systemIds } from '../main/engine/core/ids.ts';
import { silentLog } from '../main/engine/core/operator-log.ts';
import { SystemClock } from '../main/engine/core/system-clock.ts';
import { openDeskStore } from '../main/engine/store/sqlite/open-desk-store.ts';

/** Turns every limit of a data folder off that no terminal has open, so that a drill is not stopped by its own losses. */
export function liftLimits(dataDir: string): void {
  const store = openDeskStore({
    file: join(dataDir, 'desk.db'),
    clock: new SystemClock(),
    ids: systemIds,
    operatorLog: silentLog,
  });
  const off = Object.fromEntries(Object.keys(limitsSchema.shape).map((key) => [key, null])) as Limits;
  store.transaction((tx) => tx.saveLimits(store.identity.userId, off));
  store.close();
}
