import { basename, dirname } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../core/app-error.ts';

/** Turns an error of SQLite into one a person can act on; any other error comes back as it is. */
export function storeError(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const { code, message } = error;
  const details = { file, sqlite: code };
  const journal = (why: string, step: string) =>
    new AppError(
      'JOURNAL_UNAVAILABLE',
      `The order journal cannot be written (${why}): nothing was sent. ${step}`,
      details,
    );

  if (code === 'SQLITE_FULL') return journal('disk full', `Free space in ${dirname(file)} and try again.`);
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM' || code === 'SQLITE_AUTH') {
    return journal('read-only', `Make ${file} writable and try again.`);
  }
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN')) {
    return journal(`the disk reported ${code}`, `Check the disk that holds ${dirname(file)} and try again.`);
  }
  if (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED') return storeLocked(file);
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return storeDamaged(file, message);
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' && message.includes('orders.intent_id')) {
    return new AppError(
      'ORDER_INTENT_REUSED',
      'This intent id belongs to another order of the account: one key press is one order. Make a new intent.',
      details,
    );
  }
  return error;
}

export function storeLocked(file: string): AppError {
  return new AppError(
    'STORE_LOCKED',
    `Another terminal has ${file} open: close it, or start this one with another data folder.`,
    { file },
  );
}

/** @param found what is wrong, without a full stop */
export function storeDamaged(file: string, found: string): AppError {
  return new AppError(
    'STORE_DAMAGED',
    `${basename(file)} cannot be trusted: ${found}. Nothing was changed. ` +
      `Move ${file} aside and put back a backup from the same folder (desk-before-…), or start without it.`,
    { file, found },
  );
}

/** The sentence for a database that ends before what it once held. */
export function journalCut(file: string, lost: number): string {
  const name = basename(file);
  return (
    `the end of the order journal is missing: ${lost} ${lost === 1 ? 'write that was' : 'writes that were'} durable ` +
    `${lost === 1 ? 'is' : 'are'} gone from ${name}. Put back a backup of its folder, or compare with the broker's own ` +
    `books, delete ${name}-anchor and start again to go on with what is there.`
  );
}

/** The sentence for a log whose chain does not hold, or null for one that is whole. */
export function logDamage({ ok, message }: { ok: boolean; message: string }): string | null {
  return ok ? null : `the activity log is damaged. ${message} Put back a backup of the data folder.`;
}
