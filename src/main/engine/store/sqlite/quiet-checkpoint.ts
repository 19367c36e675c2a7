import type Database from 'better-sqlite3';
import type { Clock, Timer } from '../../core/clock.ts';
import type { OperatorLog } from '../../core/operator-log.ts';

/** Enough commits to be worth a pass over the disk. */
const WORTH_COMMITS = 64;
/** How long nothing must have been written. */
const QUIET_MS = 2000;
/** SQLite checkpoints within a commit only when the log has come to this many pages (8 MB) without a quiet moment. */
const BOUND_PAGES = 2000;
const PAGE_BYTES = 4096;

/**
 * Writes the file of the write-ahead log out to the size it may come to, and leaves the database as it is: a file that
 * grows with each commit is dearer to sync. A transaction larger than the cache goes to the log before it is undone.
 */
export function spreadLog(database: Database.Database): void {
  const cache = database.pragma('cache_size', { simple: true }) as number;
  database.pragma('cache_size = 16');
  try {
    database.exec('BEGIN; CREATE TABLE spread (bytes BLOB) STRICT');
    database.prepare('INSERT INTO spread VALUES (zeroblob(?))').run(BOUND_PAGES * PAGE_BYTES);
  } catch (error) {
    // Without space the log grows as it can: a desk that opens is worth more than a fast one.
    if ((error as { code?: string }).code !== 'SQLITE_FULL') throw error;
  } finally {
    if (database.inTransaction) database.exec('ROLLBACK');
    database.pragma(`cache_size = ${cache}`);
  }
}

/**
 * Copies the write-ahead log into the database in a quiet moment, so that no order waits for it. The log's file keeps
 * its size and is written anew from its start.
 */
export class QuietCheckpoint {
  readonly #database: Database.Database;
  readonly #clock: Clock;
  readonly #restart: () => void;
  readonly #log: OperatorLog;
  #commits = 0;
  #lastCommit = 0;
  #timer: Timer | null = null;

  /** @param restart commits something small: the first commit of a log begun anew syncs twice, and no order shall be it */
  constructor(database: Database.Database, clock: Clock, log: OperatorLog, restart: () => void) {
    this.#database = database;
    this.#clock = clock;
    this.#restart = restart;
    this.#log = log;
    database.pragma(`wal_autocheckpoint = ${BOUND_PAGES}`);
  }

  /** A transaction has been committed. */
  committed(): void {
    this.#lastCommit = this.#clock.monotonic();
    this.#commits += 1;
    if (this.#commits >= WORTH_COMMITS && this.#timer === null) this.#wait(QUIET_MS);
  }

  close(): void {
    this.#timer?.cancel();
  }

  #wait(ms: number): void {
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = null;
      const left = this.#lastCommit + QUIET_MS - this.#clock.monotonic();
      if (left > 0) this.#wait(left);
      else this.#run();
    }, ms);
  }

  #run(): void {
    this.#commits = 0;
    try {
      this.#database.pragma('wal_checkpoint(PASSIVE)');
      this.#restart();
    } catch (error) {
      // Nothing is lost: the log holds all of it, and the next quiet moment tries again.
      this.#log.error('The log of desk.db could not be copied into it.', error);
    }
  }
}
