import { join } from 'node:path';
import { paperCapabilities } from '../src/main/engine/brokers/paper/paper-capabilities.ts';
import { systemIds } from '../src/main/engine/core/ids.ts';
import { silentLog } from '../src/main/engine/core/operator-log.ts';
import { SystemClock } from '../src/main/engine/core/system-clock.ts';
import { openSession } from '../src/main/engine/desk/open-session.ts';
import { NO_LIMITS } from '../src/main/engine/domain/limits.ts';
import { InstrumentBook } from '../src/main/engine/market-data/instrument-book.ts';
import { Simulator } from '../src/main/engine/market-data/simulator/simulator.ts';
import { openDeskStore } from '../src/main/engine/store/sqlite/open-desk-store.ts';

/**
 * A started paper session on a real desk.db, without limits and with a broker that sets no rate limit.
 * @param margin paise the account has
 */
export async function openOrderDesk(folder: string, margin: number) {
  const clock = new SystemClock();
  const store = openDeskStore({ file: join(folder, 'desk.db'), clock, ids: systemIds, operatorLog: silentLog });
  const simulator = new Simulator({ clock, seed: 1 });
  const instruments = new InstrumentBook();
  instruments.add(store.transaction((tx) => tx.upsertInstruments(simulator.universe(clock.now()))));
  simulator.list(instruments.all());
  store.transaction((tx) => tx.saveLimits(store.identity.userId, NO_LIMITS));
  const session = openSession({
    mode: 'PAPER',
    account: { ...store.account(store.identity.accountId), margin },
    clock,
    ids: systemIds,
    store,
    instruments,
    feed: simulator,
    history: simulator,
    seed: 1,
    barAnchor: 0,
    inSession: () => true,
    lists: () => true,
    replay: null,
    log: silentLog,
    brokerSettings: { capabilities: { ...paperCapabilities, rateLimits: [] } },
  });
  session.hub.start();
  await session.oms.start();
  return { session, store, instruments };
}
