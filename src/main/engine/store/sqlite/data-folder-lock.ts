import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../core/app-error.ts';

/** Who holds a data folder, for the sentence that refuses the next one. */
export interface FolderHolder {
  pid: number;
  /** Epoch ms. */
  startedAt: number;
}

export interface DataFolderLock {
  release(): void;
}

/** A handle nobody refers to is collected, and its lock with it: they stay here until released. */
const held = new Set<Database.Database>();

/**
 * Takes the one ownership of a data folder, making the folder (for its user alone) when it is missing. What locks is
 * SQLite's file lock: it holds between processes and within one, and the system drops it when its holder dies, even by
 * kill -9, so no stale lock needs to be guessed. The file beside it only tells who holds it.
 *
 * @throws AppError STORE_LOCKED naming the pid of the holder
 */
export function lockDataFolder(dataDir: string, holder: FolderHolder): DataFolderLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const holderFile = join(dataDir, 'terminal.pid');
  const database = new Database(join(dataDir, 'terminal.lock'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw lockedBy(holderOf(holderFile), dataDir);
  }
  held.add(database);
  writeFileSync(holderFile, JSON.stringify(holder), { mode: 0o600 });
  return {
    release: () => {
      rmSync(holderFile, { force: true });
      database.close();
      held.delete(database);
    },
  };
}

/** Null in the moment between taking the lock and telling who did. */
function holderOf(file: string): FolderHolder | null {
  try {
    const { pid, startedAt } = JSON.parse(readFileSync(file, 'utf8')) as Partial<FolderHolder>;
    return typeof pid === 'number' && typeof startedAt === 'number' ? { pid, startedAt } : null;
  } catch {
    return null;
  }
}

function lockedBy(holder: FolderHolder | null, dataDir: string): AppError {
  const who = holder
    ? `Another terminal, process ${holder.pid}, started ${new Date(holder.startedAt).toISOString()}, has the data folder ${dataDir} open.`
    : `Another terminal has the data folder ${dataDir} open.`;
  return new AppError('STORE_LOCKED', `${who} Close it, or give this one another folder with --data-dir.`, {
    dataDir,
    pid: holder?.pid ?? null,
  });
}
