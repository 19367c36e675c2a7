import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CALL_26000, openTestDesk, orderRecord, tradeRecord, writeIntent } from '../../../../testing/desk-records.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-append-'));
  file = join(folder, 'desk.db');
  const desk = openTestDesk(file);
  desk.transaction((tx) => tx.upsertInstruments([CALL_26000]));
  const order = orderRecord(desk, desk.ids);
  writeIntent(desk, desk.ids, order);
  desk.transaction((tx) => {
    tx.appendTrade(tradeRecord(order, desk.ids));
    tx.appendSettlement({
      id: desk.ids.uuid(),
      accountId: desk.identity.accountId,
      instrumentId: 1,
      product: 'NRML',
      day: '2026-11-23',
      price: 2_600_000,
      source: 'MARKET',
      netQty: 75,
      pnl: -1_000,
      tradesBefore: 1,
      createdAt: 1,
    });
    for (const message of ['two', 'three', 'four']) tx.log('rms', message);
  });
  desk.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Another hand on the closed file, with the means of any SQLite tool. */
function tamper(sql: string): void {
  const database = new Database(file);
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
}

function verdict(): string {
  const desk = openTestDesk(file, 2);
  const { message } = desk.verifyLogs();
  desk.close();
  return message;
}

describe('append-only tables', () => {
  it.each(['logs', 'order_events', 'trades', 'daily_settlements'])(
    '%s refuses a change, a removal and a replacement',
    (table) => {
      expect(() => tamper(`UPDATE ${table} SET id = lower(id)`)).toThrow(/append-only/);
      expect(() => tamper(`DELETE FROM ${table}`)).toThrow(/append-only/);
      expect(() => tamper(`INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`)).toThrow(/append-only/);
    },
  );

  it('the journal of an order has no gap and no second entry of a number (O9)', () => {
    const add = (seq: number) => () =>
      tamper(
        `INSERT INTO order_events SELECT '99999999-0000-4000-8000-00000000000${seq}', order_id, ${seq}, at, type, event
         FROM order_events WHERE seq = 1`,
      );
    expect(add(3)).toThrow(/append-only/);
    expect(add(5)).toThrow(/append-only/);
    expect(add(4)).not.toThrow();
  });
});

describe('audit log on disk', () => {
  it('is whole after a restart', () => {
    expect(verdict()).toBe('The log is whole: 5 entries, each linked to the one before it.');
  });

  it('an altered entry is named', () => {
    tamper("DROP TRIGGER logs_update; UPDATE logs SET message = 'nothing' WHERE seq = 3");
    expect(verdict()).toMatch(/^Entry 3 is altered/);
  });

  it('a removed entry is named, the last one too', () => {
    tamper('DROP TRIGGER logs_delete; DELETE FROM logs WHERE seq = 4');
    expect(verdict()).toMatch(/^Entry 4 is missing/);
    tamper('DELETE FROM logs WHERE seq > 2');
    expect(verdict()).toMatch(/^Entries 3 to 5 are missing/);
  });

  it('a fork is named', () => {
    tamper(
      `INSERT INTO logs SELECT '99999999-0000-4000-8000-000000000000', user_id, type, message, created_at, 6, hash, prev_hash
       FROM logs WHERE seq = 4`,
    );
    expect(verdict()).toMatch(/^Entry 6 is altered/);
  });

  it('a new entry does not heal a cut: the gap stays in sight', () => {
    tamper('DROP TRIGGER logs_delete; DELETE FROM logs WHERE seq = 5');
    const desk = openTestDesk(file, 3);
    expect(desk.transaction((tx) => tx.log('system', 'later')).seq).toBe(6);
    expect(desk.verifyLogs()).toMatchObject({ ok: false, message: expect.stringMatching(/^Entry 5 is missing/) });
    desk.close();
  });
});
