import { truncateSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { MIGRATIONS } from '../../migrations/sqlite/index.ts';
import type { Clock } from '../main/engine/core/clock.ts';
import type { Ids } from '../main/engine/core/ids.ts';
import { stderrLog } from '../main/engine/core/operator-log.ts';
import type { DeskStore } from '../main/engine/store/desk-store.ts';
import { migrate } from '../main/engine/store/sqlite/migrate.ts';
import { openDatabase, prepareDatabase } from '../main/engine/store/sqlite/open-database.ts';
import { SqliteDeskStore } from '../main/engine/store/sqlite/sqlite-desk-store.ts';

let image: Buffer | null = null;

/** A desk.db with every migration run and no row of a desk in it; made once in a process. */
function migrated(): Buffer {
  if (image === null) {
    const database = openDatabase(':memory:');
    migrate(database, ':memory:', MIGRATIONS, () => 0);
    image = database.serialize();
    database.close();
  }
  return image;
}

/** The real store in memory, as its first start leaves it. Begins behind the migrations, which cost more than the rest. */
export function memoryDeskStore(parts: { clock: Clock; ids: Ids }): DeskStore {
  const database = new Database(migrated());
  prepareDatabase(database, ':memory:');
  return new SqliteDeskStore(database, { ...parts, file: ':memory:', operatorLog: stderrLog });
}

/** Puts down a file that has its schema and was never started, for `openDeskStore` to go on with. */
export function writeMigratedFile(file: string): void {
  writeFileSync(file, migrated(), { mode: 0o600 });
  promiseBallast(file);
}

/** Space beside a database that is only promised: the store takes it for its ballast and spends no time to write one. */
export function promiseBallast(file: string): void {
  const ballast = `${file}-ballast`;
  writeFileSync(ballast, '', { mode: 0o600 });
  truncateSync(ballast, 16 * 1024 * 1024);
}
