import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createDeskApi } from './api/create-desk-api.ts';
import type { DeskApi } from './api/desk-api.ts';
import type { ConnectBroker } from './brokers/connect-broker.ts';
import type { Clock } from './core/clock.ts';
import { systemIds } from './core/ids.ts';
import type { Ids } from './core/ids.ts';
import type { OperatorLog } from './core/operator-log.ts';
import { SystemClock } from './core/system-clock.ts';
import { Desk } from './desk/desk.ts';
import { saveFirstWatchlists } from './desk/first-watchlists.ts';
import { Jobs } from './desk/jobs.ts';
import { PaperMarket } from './desk/paper-market.ts';
import { ReplayLauncher } from './desk/replay-launcher.ts';
import { nseCalendar } from './domain/calendar-nse.ts';
import { LatencyBook } from './flight/latency-book.ts';
import { InstrumentBook } from './market-data/instrument-book.ts';
import type { CacheStore } from './store/cache-store.ts';
import { openTickStore } from './store/duckdb/open-tick-store.ts';
import type { TickStore } from './store/tick-store.ts';
import { openCacheStore } from './store/sqlite/open-cache-store.ts';
import { openDeskStore } from './store/sqlite/open-desk-store.ts';

/** The seed of the market a desk shows when none is asked for. */
export const DEFAULT_SEED = 20_260_401;

export interface EngineOptions {
  /** Everything the desk keeps is in here; made when missing. */
  dataDir: string;
  /** Where the scripts of the worker threads are. */
  workers: { tickStore: URL };
  version: string;
  log: OperatorLog;
  clock?: Clock;
  ids?: Ids;
  /** The same seed is the same simulated market. */
  seed?: number;
  /** The broker the desk trades at; absent: on paper. */
  connectBroker?: ConnectBroker;
  /** False opens the stores without a market: no ticks, no recording, no trading; for work on the data alone. */
  market?: boolean;
}

export interface Engine {
  api: DeskApi;
  /** Makes everything durable, then lets go of the stores. */
  close(): Promise<void>;
}

/** Opens the stores, recovers, starts the market and answers the contract. Throws AppError STORE_*, JOURNAL_UNAVAILABLE. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { dataDir, workers, version, log, clock = new SystemClock(), ids = systemIds, seed = DEFAULT_SEED } = options;
  mkdirSync(dataDir, { recursive: true });
  const store = openDeskStore({ file: join(dataDir, 'desk.db'), clock, ids, operatorLog: log });
  let ticks: TickStore | null = null;
  let cache: CacheStore | null = null;
  try {
    ticks = await openTickStore({
      file: join(dataDir, 'ticks.duckdb'),
      workerUrl: workers.tickStore,
      clock,
      sessionOf: (day) => {
        const session = nseCalendar.sessionOf(day, 'CASH');
        return session === null ? null : { from: session.open, to: session.close };
      },
      log,
    });
    const instruments = new InstrumentBook();
    instruments.add(store.instruments());
    cache = openCacheStore({ file: join(dataDir, 'cache.db'), clock, log });
    const latency = new LatencyBook({ clock, cache, log });
    const shared = { clock, ids, store, ticks, instruments, seed, flights: { cache, latency }, log };
    const { connectBroker } = options;
    const paper = new PaperMarket({ ...shared, ...(connectBroker === undefined ? {} : { connectBroker }) });
    const desk = new Desk({
      version,
      clock,
      store,
      ticks,
      instruments,
      jobs: new Jobs(clock, ids),
      paper,
      replays: new ReplayLauncher(shared),
      cache,
      latency,
      onError: (error) => log.error('Closed days could not be sorted.', error),
    });
    if (options.market ?? true) {
      await paper.start();
      desk.compaction.start();
      desk.data.start();
      desk.alerts.start();
      saveFirstWatchlists(store, ids, instruments, (...option) => desk.atTheMoney(...option));
    }
    return { api: createDeskApi(desk), close: () => desk.close() };
  } catch (error) {
    await ticks?.close();
    cache?.close();
    store.close();
    throw error;
  }
}
