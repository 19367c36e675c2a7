import { rmSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { Clock } from '../../core/clock.ts';
import { DAY_MS } from '../../core/ist.ts';
import type { OperatorLog } from '../../core/operator-log.ts';
import type { CacheStore } from '../cache-store.ts';
import { CACHE_VERSION, CREATE_CACHE } from './cache-schema.ts';
import { SqliteCacheStore } from './cache-store.ts';
import { openDatabase } from './open-database.ts';
import { QuietCheckpoint } from './quiet-checkpoint.ts';

/** Notes older than this are taken out when the file is opened. */
const KEPT_DAYS = 180;

/**
 * Opens cache.db as its only owner. It never keeps a desk from opening: a file that cannot be used is begun anew, and
 * where even that fails the notes of this run are kept in memory.
 * @param file a path, or `:memory:`
 */
export function openCacheStore({ file, clock, log }: { file: string; clock: Clock; log: OperatorLog }): CacheStore {
  const database = usable(file, log);
  database.prepare('DELETE FROM flight_notes WHERE at < ?').run(clock.now() - KEPT_DAYS * DAY_MS);
  const failed = { ...log, error: (_: string, cause: unknown) => log.error('cache.db could not be tidied.', cause) };
  const checkpoint = new QuietCheckpoint(database, clock, failed, () => {});
  return new SqliteCacheStore(database, {
    committed: () => checkpoint.committed(),
    closing: () => checkpoint.close(),
  });
}

function usable(file: string, log: OperatorLog): Database.Database {
  try {
    return opened(file);
  } catch {
    log.info(
      'cache.db could not be read: it is begun anew. Flight notes and latencies of before are gone, no order is.',
    );
  }
  try {
    for (const name of [file, `${file}-wal`, `${file}-shm`]) rmSync(name, { force: true });
    return opened(file);
  } catch (error) {
    log.error('cache.db cannot be written: flight notes and latencies are kept until the terminal closes.', error);
    return opened(':memory:');
  }
}

function opened(file: string): Database.Database {
  const database = openDatabase(file);
  try {
    database.pragma('journal_mode = WAL');
    // No commit waits for the disk: a power cut may take the last notes, and the order path has one sync fewer near it.
    database.pragma('synchronous = NORMAL');
    database.pragma('trusted_schema = OFF');
    const version = database.pragma('user_version', { simple: true });
    if (version === 0) create(database);
    else if (version !== CACHE_VERSION) throw new Error(`cache.db is of version ${String(version)}.`);
    else if (database.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new Error('cache.db is damaged.');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function create(database: Database.Database): void {
  database
    .transaction(() => {
      database.exec(CREATE_CACHE);
      database.pragma(`user_version = ${CACHE_VERSION}`);
    })
    .immediate();
}
