import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../../../../migrations/sqlite/index.ts';
import { CALL_26000, orderRecord, writeIntent } from '../../../../testing/desk-records.ts';
import { AppError } from '../../core/app-error.ts';
import { seededIds } from '../../core/ids.ts';
import { silentLog } from '../../core/operator-log.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { migrate } from './migrate.ts';
import { openDatabase, prepareDatabase } from './open-database.ts';
import { SqliteDeskStore } from './sqlite-desk-store.ts';

let folder: string;
let file: string;
let database: Database.Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-full-'));
  file = join(folder, 'desk.db');
  database = openDatabase(file);
  prepareDatabase(database, file);
  migrate(database, file, MIGRATIONS, () => 1);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('desk.db that cannot be written (F5, F6)', () => {
  it('a full disk refuses the intent whole, says so, and the store works on once there is room', () => {
    const ids = seededIds(1);
    const desk = new SqliteDeskStore(database, { file, clock: new VirtualClock(1), ids, operatorLog: silentLog });
    desk.transaction((tx) => tx.upsertInstruments([CALL_26000]));
    database.pragma(`max_page_count = ${(database.pragma('page_count', { simple: true }) as number) + 4}`);

    let written = 0;
    let failure: unknown;
    while (failure === undefined && written < 1000) {
      try {
        writeIntent(desk, ids, orderRecord(desk, ids));
        written += 1;
      } catch (error) {
        failure = error;
      }
    }
    expect(failure).toBeInstanceOf(AppError);
    expect((failure as AppError).code).toBe('JOURNAL_UNAVAILABLE');
    expect((failure as AppError).message).toBe(
      `The order journal cannot be written (disk full): nothing was sent. Free space in ${folder} and try again.`,
    );
    expect(written).toBeGreaterThan(0);
    expect(desk.orders(desk.identity.accountId, 0)).toHaveLength(written);

    database.pragma('max_page_count = 1000000');
    writeIntent(desk, ids, orderRecord(desk, ids));
    expect(desk.orders(desk.identity.accountId, 0)).toHaveLength(written + 1);
    expect(desk.verifyLogs()).toMatchObject({ ok: true, entries: written + 2 });
    expect(desk.outboxSize()).toBe((written + 1) * 3 + 6);
    expect(database.prepare('SELECT count(*) FROM outbox').pluck().get()).toBe(desk.outboxSize());
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('a database turned read-only refuses the write with a sentence', () => {
    const desk = new SqliteDeskStore(database, {
      file,
      clock: new VirtualClock(1),
      ids: seededIds(1),
      operatorLog: silentLog,
    });
    database.pragma('query_only = ON');
    expect(() => desk.transaction((tx) => tx.saveSetting('theme', 'dark'))).toThrow(
      expect.objectContaining({ code: 'JOURNAL_UNAVAILABLE', message: expect.stringContaining('read-only') }),
    );
    database.pragma('query_only = OFF');
    desk.transaction((tx) => tx.saveSetting('theme', 'dark'));
    expect(desk.setting('theme')).toBe('dark');
  });

  it('is durable by its settings: WAL, FULL, foreign keys, one owner', () => {
    const value = (name: string) => database.pragma(name, { simple: true });
    expect([value('journal_mode'), value('synchronous'), value('foreign_keys')]).toEqual(['wal', 2, 1]);
    expect([value('locking_mode'), value('fullfsync'), value('trusted_schema')]).toEqual(['exclusive', 1, 0]);
  });
});
