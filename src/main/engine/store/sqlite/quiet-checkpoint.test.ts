import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../core/operator-log.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { QuietCheckpoint, spreadLog } from './quiet-checkpoint.ts';

let folder: string;
let file: string;
let database: Database.Database;
let clock: VirtualClock;
let checkpoint: QuietCheckpoint;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-quiet-'));
  file = join(folder, 'desk.db');
  database = new Database(file);
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma('journal_mode = WAL');
  database.exec('CREATE TABLE ticks (text TEXT) STRICT');
  clock = new VirtualClock(1);
  checkpoint = new QuietCheckpoint(database, clock, silentLog, () =>
    database.exec("INSERT INTO ticks VALUES ('restart')"),
  );
});
afterEach(() => {
  checkpoint.close();
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(commits: number): void {
  for (let commit = 0; commit < commits; commit++) {
    database.prepare('INSERT INTO ticks VALUES (?)').run('x'.repeat(3000));
    checkpoint.committed();
  }
}

const restarts = () => database.prepare("SELECT count(*) FROM ticks WHERE text = 'restart'").pluck().get();

describe('checkpoint of the write-ahead log', () => {
  it('waits for two seconds without a commit, and copies the log then', () => {
    const before = statSync(file).size;
    write(64);
    clock.advanceBy(1500);
    write(1);
    clock.advanceBy(1999);
    expect([statSync(file).size, restarts()]).toEqual([before, 0]);
    clock.advanceBy(1);
    expect(statSync(file).size).toBeGreaterThan(before + 64 * 3000);
    expect(restarts()).toBe(1);
  });

  it('writes the log anew from its start, without growing its file', () => {
    write(64);
    clock.advanceBy(2000);
    const { size } = statSync(`${file}-wal`);
    write(64);
    clock.advanceBy(2000);
    expect(restarts()).toBe(2);
    expect(statSync(`${file}-wal`).size).toBeLessThan(size + 4 * 4120);
  });

  it('a few commits are not worth it', () => {
    write(63);
    clock.advanceBy(60_000);
    expect(restarts()).toBe(0);
  });
});

describe('file of the write-ahead log', () => {
  it('is written out beforehand, and the database stays as it was', () => {
    const before = database.pragma('page_count', { simple: true });
    spreadLog(database);
    const { size } = statSync(`${file}-wal`);
    expect(size).toBeGreaterThan(8_000_000);
    write(100);
    expect(statSync(`${file}-wal`).size).toBe(size);
    database.pragma('wal_checkpoint(TRUNCATE)');
    expect(database.pragma('freelist_count', { simple: true })).toBe(0);
    expect(database.pragma('page_count', { simple: true })).toBeLessThan((before as number) + 150);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('grows as it can when there is no space for that', () => {
    database.pragma('max_page_count = 100');
    expect(() => spreadLog(database)).not.toThrow();
    expect(database.inTransaction).toBe(false);
    write(1);
    expect(database.prepare('SELECT count(*) FROM ticks').pluck().get()).toBe(1);
  });
});
