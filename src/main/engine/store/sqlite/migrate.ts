import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type Database from 'better-sqlite3';
import type { Migration } from '../../../../../migrations/sqlite/index.ts';
import { AppError } from '../../core/app-error.ts';
import { backupBefore } from './backup-before.ts';
import { storeDamaged, storeError } from './store-error.ts';

const CREATE_HISTORY = `
CREATE TABLE schema_migrations (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  applied_at INTEGER NOT NULL
) STRICT`;

/** SHA-256 (hex) of a migration, as a file keeps it. */
export function migrationDigest(migration: Migration): string {
  return createHash('sha256').update(`${migration.name}\n${migration.sql}`).digest('hex');
}

/** The schema version of a file: the number of its newest migration, 0 for an empty one. */
export function schemaVersion(database: Database.Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}

/**
 * Refuses a file this version must not touch, reading only: AppError STORE_NEWER for one with migrations unknown here,
 * STORE_DAMAGED for one whose migrations differ from ours or that is not a desk database.
 */
export function checkSchema(database: Database.Database, file: string, migrations: readonly Migration[]): void {
  const version = schemaVersion(database);
  if (version > migrations.length) throw storeNewer(file, version, migrations.length);
  if (version === 0) {
    const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number;
    if (tables > 0) throw storeDamaged(file, 'it holds tables, but none of this terminal');
    return;
  }
  const applied = readHistory(database, file);
  if (applied.length !== version) {
    throw storeDamaged(file, `it is at schema ${version} but records ${applied.length} migrations`);
  }
  applied.forEach(({ name, sha256 }, index) => {
    const expected = migrations[index]!;
    if (name === expected.name && sha256 === migrationDigest(expected)) return;
    throw storeDamaged(file, `its migration “${name}” is not the “${expected.name}” of this version`);
  });
}

/** Runs the missing migrations, each in its own transaction; an existing file is backed up beside itself first. */
export function migrate(
  database: Database.Database,
  file: string,
  migrations: readonly Migration[],
  now: () => number,
): void {
  const version = schemaVersion(database);
  const missing = migrations.slice(version);
  if (missing.length === 0) return;
  if (version > 0) backupBefore(database, file, version + 1);
  missing.forEach((migration, index) => {
    try {
      runMigration(database, migration, version + index + 1, now());
    } catch (error) {
      throw migrationFailure(error, file, migration);
    }
  });
}

function runMigration(database: Database.Database, migration: Migration, number: number, at: number): void {
  database
    .transaction(() => {
      if (number === 1) database.exec(CREATE_HISTORY);
      database.exec(migration.sql);
      database
        .prepare('INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)')
        .run(number, migration.name, migrationDigest(migration), at);
      database.pragma(`user_version = ${number}`);
    })
    .immediate();
}

function readHistory(database: Database.Database, file: string): { name: string; sha256: string }[] {
  try {
    const rows = database.prepare('SELECT name, sha256 FROM schema_migrations ORDER BY number').all();
    return rows as { name: string; sha256: string }[];
  } catch (error) {
    throw storeDamaged(file, `its list of migrations cannot be read (${(error as Error).message})`);
  }
}

function migrationFailure(error: unknown, file: string, migration: Migration): unknown {
  const known = storeError(error, file);
  if (known !== error) return known;
  return storeDamaged(file, `migration “${migration.name}” fails on it (${(error as Error).message})`);
}

function storeNewer(file: string, found: number, known: number): AppError {
  return new AppError(
    'STORE_NEWER',
    `${basename(file)} was written by a newer version: its schema is ${found}, this terminal knows schemas up to ` +
      `${known}. Nothing was changed. Install the newer version, or start this one with another data folder.`,
    { file, found, known },
  );
}
