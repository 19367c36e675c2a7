import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import { istDay } from '../../core/ist.ts';
import type { OperatorLog } from '../../core/operator-log.ts';
import { silentLog } from '../../core/operator-log.ts';
import { lockDataFile } from '../sqlite/lock-data-file.ts';
import type { TickStore } from '../tick-store.ts';
import { columnBuffers } from './tick-columns.ts';
import { TickStoreClient } from './tick-store-client.ts';
import type { SessionSpan } from './tick-store-protocol.ts';

/** The feed counts as quiet after this long without a batch; the log is then moved into the file. */
const QUIET_MS = 5_000;

/** After the close, a feed that has brought nothing for this long is done for the day. */
const SETTLED_MS = 10 * 60_000;

export interface TickStoreOptions {
  file: string;
  /** The script of the owner thread: tick-store-worker.ts, or its bundle. */
  workerUrl: URL;
  clock: Clock;
  /** Trading hours of a day `YYYY-MM-DD` for imported files; null when the exchange has no session that day. */
  sessionOf: (day: string) => SessionSpan | null;
  log?: OperatorLog;
}

/**
 * Opens the tick database, creating it when missing, and holds it until `close`.
 *
 * @throws AppError STORE_LOCKED, STORE_NEWER, STORE_DAMAGED
 */
export async function openTickStore(options: TickStoreOptions): Promise<TickStore> {
  const { file, workerUrl, clock, sessionOf, log = silentLog } = options;
  const lock = lockDataFile(file);
  const client = new TickStoreClient(
    new Worker(workerUrl, { workerData: { file }, name: 'tick-store', execArgv: [] }),
    basename(file),
    log,
  );
  try {
    await client.ready;
  } catch (error) {
    await client.ended;
    lock.release();
    throw error;
  }
  void client.ended.then(() => lock.release());
  let unsaved = false;
  let quietSince = 0;
  const housekeeping = clock.setInterval(() => {
    if (!unsaved || clock.monotonic() - quietSince < QUIET_MS) return;
    unsaved = false;
    client.call('checkpoint').catch((error: unknown) => log.error('The tick store could not checkpoint.', error));
  }, QUIET_MS);
  const wrote = () => {
    unsaved = true;
    quietSince = clock.monotonic();
  };
  void client.ended.then(() => housekeeping.cancel());
  const isClosed = (day: string, lastTs: number): boolean => {
    const now = clock.now();
    const today = istDay(now);
    const close = sessionOf(today)?.to ?? Infinity;
    return day < today || (day === today && now - Math.max(lastTs, close) > SETTLED_MS);
  };
  let closing: Promise<void> | null = null;
  return {
    append: (source, columns) => {
      wrote();
      return client.send('append', [source, columns], columnBuffers(columns));
    },
    appendChain: (source, rows) => {
      wrote();
      return client.call('appendChain', source, rows);
    },
    chainAt: (...args) => client.call('chainAt', ...args),
    importedChainAt: (...args) => client.call('importedChainAt', ...args),
    straddles: (...args) => client.call('straddles', ...args),
    saveInstruments: (instruments) => client.call('saveInstruments', instruments),
    days: () => client.call('days'),
    instrumentsOf: (day, source) => client.call('instrumentsOf', day, source),
    ticks: (...args) => client.call('ticks', ...args),
    quotesAt: (...args) => client.call('quotesAt', ...args),
    bars: (...args) => client.call('bars', ...args),
    marketTables: () => client.call('marketTables'),
    sqlNames: (...args) => client.call('sqlNames', ...args),
    sql: (...args) => client.call('sql', ...args),
    inspect: (path) => client.call('inspect', path),
    importTicks: (path, mapping, resolve, onProgress, signal, resolveChains = unknownChains) => {
      if (signal.aborted) {
        return Promise.reject(
          new AppError('IMPORT_CANCELLED', 'The import was cancelled; nothing of the file was kept.'),
        );
      }
      wrote();
      const answer = { instruments: resolve, sessions: (days: string[]) => days.map(sessionOf), chains: resolveChains };
      return client.importTicks([path, mapping], { answer, onProgress, signal }).finally(wrote);
    },
    uncompacted: async () => {
      return (await client.call('uncompacted'))
        .filter(({ day, lastTs }) => isClosed(day, lastTs))
        .map(({ day, source }) => ({ day, source }));
    },
    compact: (day, source, onProgress, signal) => client.work('compact', [day, source], { onProgress, signal }),
    dataDays: async () =>
      (await client.call('dataDays')).map((day) => ({ ...day, closed: isClosed(day.day, day.to ?? 0) })),
    dataSymbols: (...args) => client.call('dataSymbols', ...args),
    steps: (...args) => client.call('steps', ...args),
    sizes: () => client.call('sizes'),
    archive: (day, source, onProgress, signal) => client.work('archive', [day, source], { onProgress, signal }),
    deleteDay: (...args) => client.call('deleteDay', ...args),
    exportPath: (wanted) => client.call('exportPath', wanted),
    export: (wanted, onProgress, signal) => client.work('export', [wanted], { onProgress, signal }),
    backfill: (...args) => {
      wrote();
      return client.call('backfill', ...args);
    },
    close: () => {
      closing ??= client.call('close').then(() => client.ended);
      return closing;
    },
  };
}

function unknownChains(): never {
  throw new AppError('INSTRUMENT_UNKNOWN', 'The contracts of an option chain cannot be made known here.');
}
