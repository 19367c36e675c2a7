import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replayOrder } from '../../domain/order-fold.ts';
import type { JournalEntry, OrderRecord } from '../../domain/order.ts';
import type { NewOrders } from '../desk-store.ts';
import { openTestDesk, orderRecord, CALL_26000 } from '../../../../testing/desk-records.ts';

let folder: string;
let file: string;
let desk: ReturnType<typeof openTestDesk>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'order-note-'));
  file = join(folder, 'desk.db');
  desk = openTestDesk(file);
  desk.transaction((tx) => tx.upsertInstruments([CALL_26000]));
});

afterEach(() => {
  desk.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An order on its way out, with its journal and its line. */
function sent(): { order: OrderRecord; journal: JournalEntry[]; save: (tx: NewOrders) => void } {
  const draft: OrderRecord = { ...orderRecord(desk, desk.ids), state: 'DRAFT', seq: 0 };
  const events = [{ type: 'intent', order: draft }, { type: 'passed' }, { type: 'sending' }] as const;
  const journal = events.map((event, index) => {
    return { id: desk.ids.uuid(), orderId: draft.id, seq: index + 1, at: draft.createdAt, event };
  });
  const order = replayOrder(journal).record;
  const save = (tx: NewOrders) => {
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
    desk.noteOrders(save, () => (copy = image('at-the-door.db')));
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

  it('is no loss after a power cut that took its tables and left the anchor, which counts their rows (F3)', () => {
    const { order, save } = sent();
    let copy = '';
    desk.noteOrders(save, () => (copy = image('cut.db')));
    copyFileSync(`${file}-anchor`, `${copy}-anchor`);
    const next = openTestDesk(copy, 2);
    expect(next.damage).toBeNull();
    expect(next.orderByIntent(order.accountId, order.intentId)).toEqual(order);
    next.close();
  });

  it('does not hide what was lost after it (F4)', () => {
    let copy = '';
    desk.noteOrders(sent().save, () => (copy = image('cut.db')));
    desk.transaction((tx) => tx.log('system', 'Later.'));
    copyFileSync(`${file}-anchor`, `${copy}-anchor`);
    const next = openTestDesk(copy, 2);
    expect(next.damage).toMatch(/1 /);
    next.close();
  });

  it('whose note is unreadable keeps the file from being opened (F4)', () => {
    let copy = '';
    desk.noteOrders(sent().save, () => (copy = image('flipped.db')));
    const raw = new Database(copy);
    raw.prepare("UPDATE order_notes SET note = replace(note, '{', '[')").run();
    raw.close();
    expect(() => openTestDesk(copy, 2)).toThrow(/cannot be trusted/);
  });

  it('is in its tables when the transaction returns, as if they had been written at once', () => {
    const { order, journal, save } = sent();
    const lines: string[] = [];
    desk.logged.on(({ message }) => lines.push(message));
    desk.noteOrders(save, () => expect(lines).toEqual([]));
    expect(desk.orderByIntent(order.accountId, order.intentId)).toEqual(order);
    expect(desk.journal(order.id)).toEqual(journal);
    expect(lines).toEqual([`Sent ${order.tag}.`]);
    desk.close();
    const raw = new Database(file, { readonly: true });
    const notes = raw.prepare('SELECT count(*) FROM order_notes').pluck().get();
    const seqs = raw.prepare('SELECT seq FROM outbox ORDER BY seq').pluck().all();
    raw.close();
    expect(notes).toBe(0);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    desk = openTestDesk(file, 3);
    expect(desk.verifyLogs()).toMatchObject({ ok: true });
  });

  it('comes before what is written while it leaves', () => {
    const { order, save } = sent();
    desk.noteOrders(save, () => desk.transaction((tx) => tx.saveOrder({ ...order, state: 'ACKED' })));
    expect(desk.orderByIntent(order.accountId, order.intentId)).toMatchObject({ state: 'ACKED' });
  });

  it('is kept when sending it throws', () => {
    const { order, save } = sent();
    const send = () => {
      throw new Error('The socket is gone.');
    };
    expect(() => desk.noteOrders(save, send)).toThrow('The socket is gone.');
    expect(desk.orderByIntent(order.accountId, order.intentId)).toEqual(order);
  });

  it('never leaves when its note is not durable, and nothing of it stays', () => {
    const { order, save } = sent();
    const before = desk.outboxSize();
    let left = false;
    const work = (tx: NewOrders) => {
      save(tx);
      throw new Error('No.');
    };
    expect(() => desk.noteOrders(work, () => (left = true))).toThrow('No.');
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
    const refused = (tx: NewOrders) => {
      save(tx);
      tx.appendJournal({ id: desk.ids.uuid(), orderId: blocker.id, seq: 9, at: 0, event: { type: 'passed' } });
    };
    let left = false;
    desk.noteOrders(refused, () => (left = true));
    expect(left).toBe(true);
    expect(desk.orderByIntent(order.accountId, order.intentId)).toBeNull();
    expect(() => desk.transaction((tx) => tx.log('system', 'Not before it.'))).toThrow('seq must follow');
  });
});
