import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalEntry, OrderRecord } from '../../domain/order.ts';
import type { DeskTransaction } from '../desk-store.ts';
import { openTestDesk, orderRecord, CALL_26000 } from '../../../../testing/desk-records.ts';

let folder: string;
let file: string;
let desk: ReturnType<typeof openTestDesk>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'noted-'));
  file = join(folder, 'desk.db');
  desk = openTestDesk(file);
  desk.transaction((tx) => tx.upsertInstruments([CALL_26000]));
});

afterEach(() => {
  desk.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An order on its way out, with its journal and its line. */
function sent(): { order: OrderRecord; journal: JournalEntry[]; save: (tx: DeskTransaction) => void } {
  const order = orderRecord(desk, desk.ids);
  const events = [{ type: 'intent', order }, { type: 'passed' }, { type: 'sending' }] as const;
  const journal = events.map((event, index) => {
    return { id: desk.ids.uuid(), orderId: order.id, seq: index + 1, at: order.createdAt, event };
  });
  const save = (tx: DeskTransaction) => {
    tx.saveOrder(order);
    for (const entry of journal) tx.appendJournal(entry);
    tx.log('order', `Sent ${order.tag}.`);
  };
  return { order, journal, save };
}

/** The file as it is on disk at this moment. */
function image(name: string): string {
  const copy = join(folder, name);
  for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
  return copy;
}

describe('an order that leaves before its tables are written', () => {
  it('is durable whole when it leaves, and complete at the next start (F2)', () => {
    const { order, journal, save } = sent();
    let copy = '';
    desk.transaction(save, () => (copy = image('at-the-door.db')));
    const raw = new Database(copy, { readonly: true });
    expect(raw.prepare('SELECT count(*) FROM orders').pluck().get()).toBe(0);
    raw.close();
    const next = openTestDesk(copy, 2);
    expect(next.orderByIntent(order.accountId, order.intentId)).toEqual(order);
    expect(next.journal(order.id)).toEqual(journal);
    expect(next.logs(null, 1)).toMatchObject([{ message: `Sent ${order.tag}.` }]);
    expect(next.verifyLogs()).toMatchObject({ ok: true });
    expect(next.outboxSize()).toBe(desk.outboxSize());
    next.transaction((tx) => tx.log('system', 'It goes on.'));
    expect(next.verifyLogs()).toMatchObject({ ok: true });
    next.close();
  });

  it('is in its tables when the transaction returns, as if they had been written at once', () => {
    const { order, journal, save } = sent();
    const lines: string[] = [];
    desk.logged.on(({ message }) => lines.push(message));
    desk.transaction(save, () => expect(lines).toEqual([]));
    expect(desk.orderByIntent(order.accountId, order.intentId)).toEqual(order);
    expect(desk.journal(order.id)).toEqual(journal);
    expect(lines).toEqual([`Sent ${order.tag}.`]);
    desk.close();
    const raw = new Database(file, { readonly: true });
    const states = raw.prepare('SELECT DISTINCT state FROM outbox').pluck().all();
    const seqs = raw.prepare('SELECT seq FROM outbox ORDER BY seq').pluck().all();
    raw.close();
    expect(states).toEqual(['pending']);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    desk = openTestDesk(file, 3);
    expect(desk.verifyLogs()).toMatchObject({ ok: true });
  });

  it('comes before what is written while it leaves', () => {
    const { order, save } = sent();
    desk.transaction(save, () => desk.transaction((tx) => tx.saveOrder({ ...order, state: 'ACKED' })));
    expect(desk.orderByIntent(order.accountId, order.intentId)).toMatchObject({ state: 'ACKED' });
  });

  it('is kept when sending it throws', () => {
    const { order, save } = sent();
    const send = () => {
      throw new Error('The socket is gone.');
    };
    expect(() => desk.transaction(save, send)).toThrow('The socket is gone.');
    expect(desk.orderByIntent(order.accountId, order.intentId)).toEqual(order);
  });

  it('never leaves when its note is not durable, and nothing of it stays', () => {
    const { order, save } = sent();
    const before = desk.outboxSize();
    let left = false;
    const work = (tx: DeskTransaction) => {
      save(tx);
      throw new Error('No.');
    };
    expect(() => desk.transaction(work, () => (left = true))).toThrow('No.');
    expect(left).toBe(false);
    expect(desk.orderByIntent(order.accountId, order.intentId)).toBeNull();
    expect(desk.outboxSize()).toBe(before);
    desk.transaction((tx) => tx.log('system', 'It goes on.'));
    expect(desk.verifyLogs()).toMatchObject({ ok: true });
  });

  it('waits for its tables while they cannot be written, and gets there with the next write', () => {
    const { order, save } = sent();
    const { order: blocker, save: saveBlocker } = sent();
    desk.transaction(saveBlocker);
    // A row that the tables refuse: the journal of the blocker begins anew.
    const refused = (tx: DeskTransaction) => {
      save(tx);
      tx.appendJournal({ id: desk.ids.uuid(), orderId: blocker.id, seq: 9, at: 0, event: { type: 'passed' } });
    };
    let left = false;
    desk.transaction(refused, () => (left = true));
    expect(left).toBe(true);
    expect(desk.orderByIntent(order.accountId, order.intentId)).toBeNull();
    expect(() => desk.transaction((tx) => tx.log('system', 'Not before it.'))).toThrow('seq must follow');
  });
});
