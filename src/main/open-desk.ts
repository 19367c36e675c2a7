import type { DeskApi } from './engine/api/desk-api.ts';
import type { ConnectBroker } from './engine/brokers/connect-broker.ts';
import type { OperatorLog } from './engine/core/operator-log.ts';
import { openEngine } from './engine/engine.ts';
import { lockDataFolder } from './engine/store/sqlite/data-folder-lock.ts';

export interface OpenDeskOptions {
  dataDir: string;
  /** The worker that owns the tick store, beside the bundle. */
  tickStoreWorker: URL;
  version: string;
  log: OperatorLog;
  /** The same seed is the same simulated market. */
  seed?: number;
  /** The broker the desk trades at; absent: on paper. */
  connectBroker?: ConnectBroker;
  /** False opens the data alone: no market runs, nothing is recorded or traded. */
  market: boolean;
}

export interface OpenDesk {
  api: DeskApi;
  close(): Promise<void>;
}

/**
 * Opens the engine on a data folder that is then nobody else's until it is closed.
 *
 * @throws AppError STORE_LOCKED, STORE_NEWER, STORE_DAMAGED
 */
export async function openDesk(options: OpenDeskOptions): Promise<OpenDesk> {
  const { dataDir, tickStoreWorker, version, log, seed, market, connectBroker } = options;
  const lock = lockDataFolder(dataDir, { pid: process.pid, startedAt: Date.now() });
  try {
    const workers = { tickStore: tickStoreWorker };
    const engine = await openEngine({
      dataDir,
      workers,
      version,
      log,
      market,
      ...(seed === undefined ? {} : { seed }),
      ...(connectBroker === undefined ? {} : { connectBroker }),
    });
    return {
      api: engine.api,
      close: async () => {
        try {
          await engine.close();
        } finally {
          lock.release();
        }
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
