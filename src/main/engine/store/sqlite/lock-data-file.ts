import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../core/app-error.ts';

export interface DataFileLock {
  release(): void;
}

/**
 * Takes the one ownership of a data file, through a lock file beside it. DuckDB itself lets one process open a file
 * twice and then loses rows. The lock is SQLite's exclusive file lock, which holds within a process and between
 * processes and which the system drops when its holder dies, however it dies: no stale pid to guess about.
 *
 * @throws AppError STORE_LOCKED
 */
export function lockDataFile(file: string): DataFileLock {
  const lockFile = `${join(realpathSync(dirname(file)), basename(file))}.lock`;
  const database = new Database(lockFile, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new AppError(
      'STORE_LOCKED',
      `${basename(file)} is open in another terminal: one data folder serves one terminal at a time. Close the other one, or start this one on another data folder.`,
      { file },
    );
  }
  return { release: () => database.close() };
}
