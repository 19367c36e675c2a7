import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type Database from 'better-sqlite3';

const KEPT = 3;

/**
 * Copies the database beside itself as `<name>-before-NNNN.db`, whole or not at all, and keeps the last three.
 * @param migration number of the first migration about to run
 */
export function backupBefore(database: Database.Database, file: string, migration: number): string {
  const folder = dirname(file);
  const prefix = `${basename(file, extname(file))}-before-`;
  const backup = join(folder, `${prefix}${String(migration).padStart(4, '0')}.db`);
  const partial = `${backup}.partial`;
  rmSync(partial, { force: true });
  // Created first, so that only its owner may read it; VACUUM INTO takes an empty file.
  const handle = openSync(partial, 'a', 0o600);
  database.prepare('VACUUM INTO ?').run(partial);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(partial, backup);

  const backups = readdirSync(folder).filter((name) => name.startsWith(prefix) && /-\d{4}\.db$/.test(name));
  for (const old of backups.sort().slice(0, -KEPT)) rmSync(join(folder, old));
  return backup;
}
