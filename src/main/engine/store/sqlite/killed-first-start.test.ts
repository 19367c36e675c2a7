import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../../../../migrations/sqlite/index.ts';
import { openTestDesk } from '../../../../testing/desk-records.ts';
import { migrate } from './migrate.ts';
import { openDatabase, prepareDatabase } from './open-database.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'first-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a first start that was killed', () => {
  it.each(MIGRATIONS.map((_, done) => done))('F1 after %i migrations: the next one goes on', (done) => {
    const file = join(folder, 'desk.db');
    const database = openDatabase(file);
    prepareDatabase(database, file);
    migrate(database, file, MIGRATIONS.slice(0, done), () => 1);
    database.close();

    const desk = openTestDesk(file);
    expect(desk.verifyLogs()).toMatchObject({ ok: true });
    expect(desk.damage).toBeNull();
    desk.close();
  });
});
