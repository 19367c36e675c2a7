import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { storeDamaged, storeError } from './store-error.ts';

/** A writer that already has the file never lets go, so waiting longer would only delay the sentence. */
const BUSY_TIMEOUT_MS = 100;

/**
 * Opens a database file for one exclusive owner, without changing what is in it. Throws AppError STORE_LOCKED when
 * another has it open, STORE_DAMAGED when it is not a database.
 * @param file a path, or `:memory:`
 */
export function openDatabase(file: string): Database.Database {
  if (file !== ':memory:') {
    mkdirSync(dirname(file), { recursive: true });
    // Created here, so that only its owner may read it; SQLite gives the journal the same mode.
    closeSync(openSync(file, 'a', 0o600));
  }
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    // Before the first read: the lock is then taken once and the index of the journal stays in memory.
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('user_version');
    return database;
  } catch (error) {
    database.close();
    throw storeError(error, file);
  }
}

/** Settings of the connection, and a quick look at every page. Throws AppError STORE_DAMAGED. */
export function prepareDatabase(database: Database.Database, file: string): void {
  database.pragma('journal_mode = WAL');
  // An order intent must survive a power cut: NORMAL loses acknowledged commits.
  database.pragma('synchronous = FULL');
  // These two act on macOS, where a plain fsync leaves data in the drive's cache.
  database.pragma('fullfsync = ON');
  database.pragma('checkpoint_fullfsync = ON');
  database.pragma('foreign_keys = ON');
  database.pragma('recursive_triggers = ON');
  database.pragma('trusted_schema = OFF');
  database.pragma('cache_size = -16000');
  const found = database.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw storeDamaged(file, `the integrity check says “${String(found)}”`);
}
