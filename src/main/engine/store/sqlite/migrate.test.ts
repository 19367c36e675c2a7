import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../../../../migrations/sqlite/index.ts';
import { openTestDesk } from '../../../../testing/desk-records.ts';
import { AppError } from '../../core/app-error.ts';
import { checkSchema, migrate, migrationDigest, schemaVersion } from './migrate.ts';
import { openDatabase, prepareDatabase } from './open-database.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-migrate-'));
  file = join(folder, 'desk.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Brings the file to the schema of the first `count` migrations. */
function migrateTo(count: number): void {
  const database = openDatabase(file);
  const migrations = MIGRATIONS.slice(0, count);
  checkSchema(database, file, migrations);
  prepareDatabase(database, file);
  migrate(database, file, migrations, () => 1);
  database.close();
}

function schemaOf(path: string): unknown[] {
  const database = new Database(path, { readonly: true });
  const schema = database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all();
  database.close();
  return schema;
}

function refusal(): AppError {
  try {
    openTestDesk(file).close();
  } catch (error) {
    return error as AppError;
  }
  throw new Error('The file was opened.');
}

function edit(sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

describe('migrations of desk.db', () => {
  it('are numbered from 1 without a gap', () => {
    expect(MIGRATIONS.map(({ name }) => name.slice(0, 5))).toEqual(
      MIGRATIONS.map((_, index) => `${String(index + 1).padStart(4, '0')}-`),
    );
  });

  it('never change once released', () => {
    const all = createHash('sha256');
    for (const migration of MIGRATIONS) all.update(migrationDigest(migration));
    expect([MIGRATIONS.length, all.digest('hex')]).toEqual([
      21,
      '2e334775986d5873359f9695a225543907fb6534d134eaf9bad708539b214fe5',
    ]);
  });

  it('each runs on an empty file, and the last from every earlier version gives one schema', () => {
    migrateTo(MIGRATIONS.length);
    const whole = schemaOf(file);
    for (let version = 1; version < MIGRATIONS.length; version++) {
      rmSync(file);
      migrateTo(version);
      migrateTo(MIGRATIONS.length);
      expect(schemaOf(file)).toEqual(whole);
    }
  });

  it('record their SHA-256 and run once', () => {
    migrateTo(MIGRATIONS.length);
    migrateTo(MIGRATIONS.length);
    const database = new Database(file, { readonly: true });
    const rows = database.prepare('SELECT number, name, sha256 FROM schema_migrations ORDER BY number').all();
    expect(rows).toEqual(
      MIGRATIONS.map((migration, index) => ({
        number: index + 1,
        name: migration.name,
        sha256: migrationDigest(migration),
      })),
    );
    expect(schemaVersion(database)).toBe(MIGRATIONS.length);
    database.close();
  });

  it('one that fails leaves the file at the version before it', () => {
    migrateTo(3);
    const broken = { name: '0004-broken', sql: 'CREATE TABLE half (a INTEGER) STRICT; CREATE TABLE half (a INTEGER);' };
    const database = openDatabase(file);
    prepareDatabase(database, file);
    expect(() => migrate(database, file, [...MIGRATIONS.slice(0, 3), broken], () => 1)).toThrow(/“0004-broken” fails/);
    database.close();
    expect(schemaOf(file)).not.toContainEqual(expect.objectContaining({ name: 'half' }));
    migrateTo(MIGRATIONS.length);
  });

  it('an existing file is backed up whole before it is migrated; the last three backups stay', () => {
    migrateTo(2);
    const before = schemaOf(file);
    migrateTo(3);
    expect(schemaOf(join(folder, 'desk-before-0003.db'))).toEqual(before);
    for (const version of [4, 5, 6]) migrateTo(version);
    expect(readdirSync(folder).filter((name) => name.includes('before'))).toEqual([
      'desk-before-0004.db',
      'desk-before-0005.db',
      'desk-before-0006.db',
    ]);
  });

  it('a new file needs no backup', () => {
    openTestDesk(file).close();
    expect(readdirSync(folder).filter((name) => name.includes('before'))).toEqual([]);
  });

  it('a file of a newer version is refused by name and left untouched', () => {
    openTestDesk(file).close();
    edit(`PRAGMA user_version = ${MIGRATIONS.length + 2}`);
    const before = readFileSync(file);
    const error = refusal();
    expect(error.code).toBe('STORE_NEWER');
    expect(error.message).toContain(`its schema is ${MIGRATIONS.length + 2}`);
    expect(error.message).toContain(`schemas up to ${MIGRATIONS.length}`);
    expect(error.message).toContain('Install the newer version');
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.includes('before'))).toEqual([]);
  });

  it('a file whose migration was another one is refused and left untouched', () => {
    openTestDesk(file).close();
    edit(`UPDATE schema_migrations SET sha256 = '${'0'.repeat(64)}' WHERE number = 5`);
    const before = readFileSync(file);
    const error = refusal();
    expect(error.code).toBe('STORE_DAMAGED');
    expect(error.message).toContain('0005-orders');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it.each([
    ['a database of another program', () => edit('CREATE TABLE notes (text TEXT)'), 'none of this terminal'],
    ['no database at all', () => writeFileSync(file, 'x'.repeat(8192)), 'not a database'],
    [
      'a list of migrations cut short',
      () => {
        migrateTo(MIGRATIONS.length);
        edit('DELETE FROM schema_migrations WHERE number = 14');
      },
      `records ${MIGRATIONS.length - 1} migrations`,
    ],
  ])('%s is refused as damaged', (_, make, found) => {
    make();
    const error = refusal();
    expect(error.code).toBe('STORE_DAMAGED');
    expect(error.message).toContain(found);
    expect(existsSync(file)).toBe(true);
  });

  it('a page overwritten with rubbish is found by the quick check', () => {
    openTestDesk(file).close();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096 * 8, 4096 * 12);
    writeFileSync(file, bytes);
    expect(refusal().code).toBe('STORE_DAMAGED');
  });
});
