import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CALL_26000,
  DESK_START,
  openTestDesk,
  orderRecord,
  tradeRecord,
  writeIntent,
} from '../../../../testing/desk-records.ts';
import type { BrokerFill, BrokerOrder } from '../../brokers/broker.ts';
import { defaultLimits } from '../../domain/limits.ts';
import type { OrderRecord } from '../../domain/order.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-store-'));
  file = join(folder, 'desk.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface OutboxLine {
  seq: number;
  op_id: string;
  tbl: string;
  pk: string;
  op: string;
  hlc: string;
  device_id: string;
  payload: string;
}

/** The outbox of a closed desk. */
function outboxOf(path: string): OutboxLine[] {
  const database = new Database(path, { readonly: true });
  const rows = database.prepare('SELECT * FROM outbox ORDER BY seq').all() as OutboxLine[];
  database.close();
  return rows;
}

/** A desk that knows one option, and an order of it not yet written. */
function deskWithOrder(change: Partial<OrderRecord> = {}) {
  const desk = openTestDesk(file);
  desk.transaction((tx) => tx.upsertInstruments([CALL_26000]));
  return { desk, order: orderRecord(desk, desk.ids, change) };
}

describe('first start', () => {
  it('sets up owner, workspace, paper account, limits and a line of the log, once', () => {
    const desk = openTestDesk(file);
    const { identity } = desk;
    expect(desk.account(identity.accountId)).toEqual({
      id: identity.accountId,
      brokerId: identity.brokerId,
      userId: identity.userId,
      brokerName: 'Paper',
      clientCode: expect.stringMatching(/^NG-\d{4}$/),
      margin: 50_000_000,
      currency: 'INR',
      createdAt: DESK_START,
    });
    expect(desk.limits(identity.userId)).toMatchObject({ maxLoss: 1_500_000, maxLots: 20 });
    expect(desk.logs(null, 10)).toMatchObject([{ seq: 1, type: 'system', createdAt: DESK_START }]);
    desk.close();

    const again = openTestDesk(file, 2);
    expect(again.identity).toEqual(identity);
    expect(again.logs(null, 10)).toHaveLength(1);
    expect(again.outboxSize()).toBe(6);
    again.close();
    const database = new Database(file, { readonly: true });
    expect(database.prepare('SELECT name, email, role, status, password_hash FROM users').all()).toEqual([
      { name: 'Local owner', email: 'owner@localhost', role: 'owner', status: 'active', password_hash: '' },
    ]);
    expect(database.prepare('SELECT name, owner_id FROM workspaces').all()).toEqual([
      { name: 'My desk', owner_id: identity.userId },
    ]);
    database.close();
  });

  it('a second owner of the file is refused until the first has closed it', () => {
    const desk = openTestDesk(file);
    expect(() => openTestDesk(file)).toThrow(
      expect.objectContaining({ code: 'STORE_LOCKED', message: expect.stringContaining('Another terminal') }),
    );
    desk.close();
    openTestDesk(file).close();
  });
});

describe('outbox', () => {
  it('holds the full row of every synced change, in the order of its clock', () => {
    const { desk, order } = deskWithOrder();
    const before = desk.outboxSize();
    writeIntent(desk, desk.ids, order);
    expect(desk.outboxSize()).toBe(before + 3);
    desk.close();
    const rows = outboxOf(file).slice(-3);
    expect(rows.map(({ tbl }) => tbl)).toEqual(['orders', 'logs', 'order_events']);
    const database = new Database(file, { readonly: true });
    expect(JSON.parse(rows[0]!.payload)).toEqual(database.prepare('SELECT * FROM orders').get());
    expect(JSON.parse(rows[1]!.payload)).toEqual(database.prepare('SELECT * FROM logs WHERE seq = 2').get());
    const journal = database.prepare('SELECT * FROM order_events ORDER BY seq').all() as { event: string }[];
    database.close();
    expect(JSON.parse(rows[2]!.payload)).toEqual(
      journal.map((row) => ({ ...row, event: JSON.parse(row.event) as unknown })),
    );
    expect(rows.map(({ op }) => op)).toEqual(['upsert', 'upsert', 'append']);
    expect(rows[0]).toMatchObject({ pk: order.id, device_id: desk.identity.deviceId });
    expect(rows[2]).toMatchObject({ pk: order.id });
    const all = outboxOf(file);
    expect(all.map(({ hlc }) => hlc)).toEqual(all.map(({ hlc }) => hlc).sort());
    expect(all.map(({ op_id }) => op_id)).toEqual(all.map(({ hlc }) => hlc));
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
  });

  it('never holds a password hash or a session token', () => {
    openTestDesk(file).close();
    const payloads = outboxOf(file).map(({ tbl, payload }) => [tbl, Object.keys(JSON.parse(payload) as object)]);
    const columns = Object.fromEntries(payloads) as Record<string, string[]>;
    expect(columns['users']).toContain('email');
    expect(columns['users']).not.toContain('password_hash');
    expect(columns['brokers']).toContain('client_code');
    expect(columns['brokers']).not.toContain('session_token');
  });

  it('instruments and the paper broker’s book stay on the desk', () => {
    const { desk } = deskWithOrder();
    const before = desk.outboxSize();
    desk.transaction((tx) => {
      tx.upsertInstruments([{ ...CALL_26000, symbol: 'OTHER', strike: 1 }]);
      tx.savePaperOrder(desk.identity.accountId, PAPER_ORDER);
      tx.appendPaperFill(desk.identity.accountId, PAPER_FILL);
    });
    expect(desk.outboxSize()).toBe(before);
    desk.close();
  });

  it('its clock goes on after a restart, although the wall clock stepped back an hour', () => {
    const desk = openTestDesk(file, 1, DESK_START);
    desk.transaction((tx) => tx.saveSetting('theme', 'dark'));
    desk.close();
    const earlier = openTestDesk(file, 2, DESK_START - 3_600_000);
    earlier.transaction((tx) => tx.saveSetting('theme', 'light'));
    earlier.close();
    const clocks = outboxOf(file).map(({ hlc }) => hlc);
    expect(clocks).toEqual([...clocks].sort());
    expect(new Set(clocks).size).toBe(clocks.length);
  });
});

describe('transaction', () => {
  it('is undone whole when its work throws: record, journal, log, outbox', () => {
    const { desk, order } = deskWithOrder();
    const before = desk.outboxSize();
    const heard: number[] = [];
    desk.logged.on(({ seq }) => heard.push(seq));
    expect(() =>
      desk.transaction((tx) => {
        tx.saveOrder(order);
        tx.appendJournal({ id: desk.ids.uuid(), orderId: order.id, seq: 1, at: 1, event: { type: 'passed' } });
        tx.log('order', 'never happened');
        throw new Error('change of mind');
      }),
    ).toThrow('change of mind');
    expect(desk.orders(order.accountId, 0)).toEqual([]);
    expect(desk.journal(order.id)).toEqual([]);
    expect(desk.outboxSize()).toBe(before);
    writeIntent(desk, desk.ids, order);
    expect(desk.verifyLogs()).toMatchObject({ ok: true, entries: 2 });
    expect(heard).toEqual([2]);
    desk.close();
    expect(outboxOf(file)).toHaveLength(before + 3);
  });

  it('its writes may come in any order, but a journal without its order is refused whole', () => {
    const { desk, order } = deskWithOrder();
    const entry = { id: desk.ids.uuid(), orderId: order.id, seq: 1, at: 1, event: { type: 'passed' } as const };
    expect(() => desk.transaction((tx) => tx.appendJournal(entry))).toThrow(/FOREIGN KEY/);
    expect(desk.journal(order.id)).toEqual([]);
    desk.transaction((tx) => {
      tx.appendJournal(entry);
      tx.saveOrder(order);
    });
    expect(desk.journal(order.id)).toEqual([entry]);
    desk.close();
  });

  it('is neither nested, nor asynchronous, nor used after its end', () => {
    const desk = openTestDesk(file);
    expect(() => desk.transaction(() => desk.transaction(() => 1))).toThrow(/not re-entrant/);
    expect(() => desk.transaction(() => Promise.resolve(1))).toThrow(/synchronous/);
    const kept = desk.transaction((tx) => tx);
    expect(() => kept.saveSetting('theme', 'dark')).toThrow(/belongs into a transaction/);
    expect(desk.setting('theme')).toBeNull();
    desk.close();
  });

  it('says its lines of the log once they are durable; a subscriber that throws does not undo them', () => {
    const desk = openTestDesk(file);
    const heard: string[] = [];
    desk.logged.on(() => {
      throw new Error('a broken view');
    });
    desk.logged.on(({ message }) => {
      heard.push(message);
      // Only possible outside the transaction.
      if (message === 'first') desk.transaction((tx) => tx.log('system', 'second'));
    });
    const entry = desk.transaction((tx) => tx.log('system', 'first'));
    expect(heard).toEqual(['first', 'second']);
    expect(desk.logs(null, 2).map(({ message }) => message)).toEqual(['second', 'first']);
    expect(desk.logs(3, 1)).toEqual([entry]);
    desk.close();
  });
});

describe('orders and trades', () => {
  it('an intent id is one order of an account, however often the key is pressed (O5)', () => {
    const { desk, order } = deskWithOrder();
    writeIntent(desk, desk.ids, order);
    const again = orderRecord(desk, desk.ids, { intentId: order.intentId });
    expect(() => writeIntent(desk, desk.ids, again)).toThrow(expect.objectContaining({ code: 'ORDER_INTENT_REUSED' }));
    expect(desk.orderByIntent(order.accountId, order.intentId)).toEqual(order);
    expect(desk.orderByIntent(order.accountId, desk.ids.uuid())).toBeNull();
    desk.close();
  });

  it('are listed since a time, live ones whatever their age, oldest first', () => {
    const { desk } = deskWithOrder();
    const make = (createdAt: number, state: OrderRecord['state']) =>
      orderRecord(desk, desk.ids, { createdAt, state, name: `${state} at ${createdAt}` });
    const orders = [
      make(300, 'REJECTED'),
      make(100, 'OPEN'),
      make(200, 'CANCELLED'),
      make(100, 'FILLED'),
      make(300, 'UNKNOWN'),
      make(250, 'FILLED'),
    ];
    desk.transaction((tx) => orders.forEach((order) => tx.saveOrder(order)));
    expect(desk.orders(desk.identity.accountId, 250).map(({ name }) => name)).toEqual([
      'OPEN at 100',
      'FILLED at 250',
      'REJECTED at 300',
      'UNKNOWN at 300',
    ]);
    const order = orders[0]!;
    const fills = [500, 400, 500].map((timestamp, index) =>
      tradeRecord(order, desk.ids, { timestamp, brokerTradeId: `T${index}` }),
    );
    desk.transaction((tx) => fills.forEach((fill) => tx.appendTrade(fill)));
    expect(desk.trades(order.accountId, 400).map(({ brokerTradeId }) => brokerTradeId)).toEqual(['T1', 'T0', 'T2']);
    expect(desk.trades(order.accountId, 401).map(({ brokerTradeId }) => brokerTradeId)).toEqual(['T0', 'T2']);
    desk.close();
  });

  it('a position row reads as average and running P&L, and keeps its id', () => {
    const { desk } = deskWithOrder();
    const position = {
      accountId: desk.identity.accountId,
      instrumentId: 1,
      symbol: CALL_26000.symbol,
      product: 'NRML' as const,
      netQty: -150,
      cost: -2_433_050,
      realised: 1_000,
      charges: 50,
      day: '2026-11-23',
      updatedAt: 1,
    };
    desk.transaction((tx) => tx.savePosition(position, 16_000));
    desk.transaction((tx) => tx.savePosition({ ...position, netQty: 0, cost: 0, realised: 5_000 }));
    desk.close();
    const [short, flat] = outboxOf(file)
      .filter(({ tbl }) => tbl === 'positions')
      .map(({ payload }) => JSON.parse(payload) as Record<string, number>);
    expect(short).toMatchObject({ qty: -150, avg_price: 16_220, pnl: 1_000 - 150 * 16_000 + 2_433_050 });
    expect(flat).toMatchObject({ id: short!['id'], qty: 0, avg_price: null, pnl: 5_000 });
  });
});

const PAPER_ORDER: BrokerOrder = {
  brokerOrderId: 'P1',
  tag: 'tag',
  instrumentId: 1,
  side: 'SELL',
  quantity: 150,
  filled: 0,
  price: 16_220,
  triggerPrice: null,
  validity: 'DAY',
  product: 'MIS',
  status: 'OPEN',
  message: null,
  ts: 1,
};
const PAPER_FILL: BrokerFill = {
  tradeId: 'F1',
  brokerOrderId: 'P1',
  tag: null,
  instrumentId: 1,
  side: 'SELL',
  quantity: 75,
  price: 16_225,
  ts: 2,
};

describe('everything else the desk keeps', () => {
  it('the paper book, per account, in order of arrival', () => {
    const { desk } = deskWithOrder();
    const { accountId } = desk.identity;
    const other = desk.transaction((tx) => tx.createAccount({ brokerName: 'Replay', clientCode: 'RP-1', margin: 100 }));
    const second = { ...PAPER_ORDER, brokerOrderId: 'A0', ts: 0 };
    desk.transaction((tx) => {
      tx.savePaperOrder(accountId, PAPER_ORDER);
      tx.savePaperOrder(accountId, second);
      tx.savePaperOrder(accountId, { ...PAPER_ORDER, status: 'PARTIAL', filled: 75 });
      tx.appendPaperFill(accountId, PAPER_FILL);
    });
    expect(desk.paperBook(accountId)).toEqual({
      orders: [{ ...PAPER_ORDER, status: 'PARTIAL', filled: 75 }, second],
      fills: [PAPER_FILL],
    });
    expect(desk.paperBook(other.id)).toEqual({ orders: [], fills: [] });
    expect(() => desk.transaction((tx) => tx.appendPaperFill(accountId, PAPER_FILL))).toThrow(/UNIQUE/);
    desk.close();
  });

  it('accounts and their margin', () => {
    const desk = openTestDesk(file);
    const account = desk.transaction((tx) =>
      tx.createAccount({ brokerName: 'Replay', clientCode: 'RP-1', margin: 100 }),
    );
    expect(desk.account(account.id)).toEqual(account);
    desk.transaction((tx) => tx.saveAccountMargin(account.id, 200));
    expect(desk.account(account.id)).toEqual({ ...account, margin: 200 });
    expect(() => desk.account(desk.ids.uuid())).toThrow(/No account has the id/);
    desk.close();
  });

  it('limits: the newest are in force, although the clock stepped back', () => {
    const desk = openTestDesk(file);
    const { userId } = desk.identity;
    desk.transaction((tx) => tx.saveLimits(userId, { maxLoss: 900_000, maxLots: null }));
    desk.close();
    const database = new Database(file);
    const rows = database.prepare('SELECT max_loss, seq FROM rms_rules ORDER BY seq').all();
    database.exec('UPDATE rms_rules SET profit_lock = 300000, trailing_sl = 10, trail_by = 5 WHERE seq = 2');
    database.close();
    expect(rows).toEqual([
      { max_loss: 1_500_000, seq: 1 },
      { max_loss: 900_000, seq: 2 },
    ]);
    const earlier = openTestDesk(file, 2, DESK_START - 86_400_000);
    earlier.transaction((tx) => tx.saveLimits(userId, { maxLoss: null, maxLots: 5 }));
    expect(earlier.limits(userId)).toMatchObject({ maxLoss: null, maxLots: 5, profitLock: 300_000 });
    expect(earlier.limits(earlier.ids.uuid())).toEqual(defaultLimits('2026-11-22'));
    earlier.close();
    const kept = JSON.parse(outboxOf(file).at(-1)!.payload) as object;
    expect(kept).toMatchObject({ profit_lock: 300_000, trailing_sl: 10, trail_by: 5, seq: 3 });
  });

  it('the trading state of an account', () => {
    const desk = openTestDesk(file);
    const { accountId } = desk.identity;
    expect(desk.riskState(accountId)).toBeNull();
    const halted = {
      accountId,
      state: 'HALTED' as const,
      since: 5,
      reason: 'max_loss',
      level: 'BROKER' as const,
      squareOffPending: true,
      squareOffId: desk.ids.uuid(),
    };
    desk.transaction((tx) => tx.saveRiskState(halted));
    desk.close();
    const again = openTestDesk(file, 2);
    expect(again.riskState(accountId)).toEqual(halted);
    again.transaction((tx) => tx.saveRiskState({ ...halted, reason: null, squareOffPending: false }));
    expect(again.riskState(accountId)).toEqual({ ...halted, reason: null, squareOffPending: false });
    again.close();
  });

  it('instruments keep their id, by symbol or by contract, and take the new lot, tick and freeze', () => {
    const desk = openTestDesk(file);
    const put = { ...CALL_26000, symbol: 'NIFTY23NOV2626000PE', name: 'NIFTY 26000 PE', kind: 'PE' as const };
    const index = { ...CALL_26000, exchange: 'NSE' as const, symbol: 'NIFTY', kind: 'INDEX' as const, expiry: null };
    const future = { ...index, strike: null };
    const [call, first] = desk.transaction((tx) => tx.upsertInstruments([CALL_26000, put, future]));
    const changed = { ...CALL_26000, lotSize: 65, tickSize: 10, freezeQty: null };
    const renamed = { ...put, symbol: 'NIFTY 26000 PE 23NOV' };
    const again = desk.transaction((tx) => tx.upsertInstruments([renamed, changed]));
    expect(again).toEqual([first, { ...changed, id: call!.id }]);
    expect(desk.instruments()).toHaveLength(3);
    expect(desk.instruments()[0]).toEqual({ ...changed, id: call!.id });
    expect(desk.instruments()[2]).toMatchObject({ expiry: null, strike: null, kind: 'INDEX' });
    desk.close();
  });

  it('watchlists, by symbol; an unknown instrument is refused', () => {
    const desk = openTestDesk(file);
    const [call] = desk.transaction((tx) => tx.upsertInstruments([CALL_26000]));
    const list = { id: desk.ids.uuid(), name: 'Index options', instrumentIds: [call!.id] };
    const empty = { id: desk.ids.uuid(), name: 'Later', instrumentIds: [] };
    desk.transaction((tx) => {
      tx.saveWatchlist(list);
      tx.saveWatchlist(empty);
      tx.saveWatchlist({ ...list, name: 'Index' });
    });
    expect(desk.watchlists()).toEqual([{ ...list, name: 'Index' }, empty]);
    expect(() => desk.transaction((tx) => tx.saveWatchlist({ ...list, instrumentIds: [99] }))).toThrow(
      expect.objectContaining({ code: 'INSTRUMENT_UNKNOWN' }),
    );
    desk.close();
    expect(outboxOf(file).at(-1)!.payload).toContain('NFO:NIFTY23NOV2626000CE');
  });

  it('settings, any JSON value', () => {
    const desk = openTestDesk(file);
    const layout = { panels: [1, null, 'चार्ट'], on: true };
    desk.transaction((tx) => {
      tx.saveSetting('layout', 'old');
      tx.saveSetting('layout', layout);
      tx.saveSetting('nothing', undefined);
    });
    desk.close();
    const again = openTestDesk(file, 2);
    expect(again.setting('layout')).toEqual(layout);
    expect(again.setting('nothing')).toBeNull();
    expect(again.setting('unknown')).toBeNull();
    again.close();
  });
});
