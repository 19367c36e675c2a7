import { MIGRATIONS } from '../../../../../migrations/sqlite/index.ts';
import { stderrLog } from '../../core/operator-log.ts';
import type { DeskStore } from '../desk-store.ts';
import { checkSchema, migrate } from './migrate.ts';
import { openDatabase, prepareDatabase } from './open-database.ts';
import { spreadLog } from './quiet-checkpoint.ts';
import { SqliteDeskStore } from './sqlite-desk-store.ts';
import type { DeskStoreOptions } from './sqlite-desk-store.ts';
import { storeError } from './store-error.ts';

/**
 * Opens desk.db as its only owner, brings its schema up to date (with a backup) and sets the desk up on first start.
 * Throws AppError STORE_LOCKED, STORE_NEWER, STORE_DAMAGED or JOURNAL_UNAVAILABLE.
 */
export function openDeskStore({ file, clock, ids, operatorLog = stderrLog }: DeskStoreOptions): DeskStore {
  const database = openDatabase(file);
  try {
    checkSchema(database, file, MIGRATIONS);
    prepareDatabase(database, file);
    migrate(database, file, MIGRATIONS, () => clock.now());
    spreadLog(database);
    return new SqliteDeskStore(database, { file, clock, ids, operatorLog });
  } catch (error) {
    database.close();
    throw storeError(error, file);
  }
}
