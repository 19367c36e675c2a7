import { describe, expect, it } from 'vitest';
import Database from 'better-sqlite3';
import { MIGRATIONS } from '../../../../../migrations/sqlite/index.ts';

/** The tables and columns that may not be renamed or dropped. */
const ASKED_FOR: Record<string, string> = {
  users: 'id name email phone password_hash role status created_at updated_at',
  workspaces: 'id name owner_id created_at',
  brokers: 'id user_id broker_name client_code session_token status created_at',
  accounts: 'id broker_id margin currency created_at',
  orders:
    'id account_id strategy_id symbol side qty order_type price status broker_order_id tp_price sl_price created_at updated_at',
  trades: 'id order_id fill_price qty pnl timestamp',
  positions: 'id account_id symbol qty avg_price pnl updated_at',
  strategies: 'id user_id name type params status created_at',
  rms_rules: 'id user_id max_loss max_lots profit_lock trailing_sl created_at',
  subscriptions: 'id user_id plan start_date end_date status payment_ref',
  logs: 'id user_id type message created_at',
};

/** What was added, and what it was added for. */
const ADDED: Record<string, string> = {
  orders:
    'state lot_size quantity filled filled_value trigger_price validity product source intent_id parent_id tag instrument_id name requests reason seq part_of',
  trades: 'account_id instrument_id symbol name side lot_size charges broker_trade_id',
  positions: 'instrument_id product cost realised charges day',
  rms_rules: 'profit_lock_at trail_every trail_by seq strategy_id kept_by parameters pending',
  logs: 'seq hash prev_hash',
  instruments: 'id exchange symbol name underlying kind expiry strike lot_size tick_size freeze_qty',
  order_events: 'id order_id seq at type event',
  brackets:
    'entry_order_id account_id instrument_id tp_price sl_price state exit_order_id updated_at trail entry_price trail_from best_price',
  risk_states: 'account_id state since reason square_off_pending level square_off_id',
  risk_days: 'account_id day peak_net lock_phase lock_floor',
  profit_locks:
    'id account_id scope instrument_id strategy_id trigger floor trail_every trail_by net since lock_phase lock_floor state updated_at',
  risk_locks: 'id account_id strategy_id kind since opens_at ends_at reason opened_at opened_because',
  daily_settlements: 'id account_id instrument_id product day price source qty pnl trades_before created_at',
  outbox: 'seq op_id tbl pk op hlc device_id schema_ver payload state attempts next_at',
  order_notes: 'seq note',
  device: 'only_row id user_id workspace_id broker_id account_id last_hlc outbox_seq log_seq log_hash created_at',
  alerts: 'id user_id instrument terms state firings told last_fired_at last_value created_at updated_at',
  alert_firings: 'alert_id seq value fired_at',
  trip_notes: 'order_id user_id tags note created_at updated_at',
  watchlists: 'id user_id name instruments created_at updated_at',
  settings: 'user_id key value updated_at',
  paper_orders:
    'seq account_id broker_order_id tag instrument_id side quantity filled price trigger_price validity product status message ts',
  paper_fills: 'seq account_id trade_id broker_order_id tag instrument_id side quantity price ts',
};

const UUID = (digit: string) => `${digit.repeat(8)}-0000-4000-8000-000000000000`;
const [USER, BROKER, ACCOUNT, ORDER, TRADE, POSITION] = ['1', '2', '3', '4', '5', '6'].map(UUID) as [
  string,
  string,
  string,
  string,
  string,
  string,
];

/** A row of each kind that the schema accepts; a test spoils one column of one of them. */
const ROWS = {
  users: {
    id: USER,
    name: 'Asha',
    email: 'asha@example.in',
    password_hash: '',
    role: 'owner',
    status: 'active',
    created_at: 1,
    updated_at: 1,
  },
  brokers: { id: BROKER, user_id: USER, broker_name: 'Paper', client_code: 'NG-1', status: 'connected', created_at: 1 },
  accounts: { id: ACCOUNT, broker_id: BROKER, margin: 50_000_000, currency: 'INR', created_at: 1 },
  instruments: {
    id: 1,
    exchange: 'NFO',
    symbol: 'A',
    name: 'A',
    underlying: 'NIFTY',
    kind: 'CE',
    expiry: '2026-11-23',
    strike: 2_600_000,
    lot_size: 75,
    tick_size: 5,
  },
  orders: {
    id: ORDER,
    account_id: ACCOUNT,
    symbol: 'A',
    side: 'BUY',
    qty: 2,
    order_type: 'LIMIT',
    price: 16_220,
    status: 'PENDING',
    created_at: 1,
    updated_at: 1,
    state: 'OPEN',
    lot_size: 75,
    quantity: 150,
    filled: 0,
    filled_value: 0,
    validity: 'DAY',
    product: 'NRML',
    source: 'HAND',
    intent_id: UUID('7'),
    tag: 't',
    instrument_id: 1,
    name: 'A',
    requests: '[]',
    seq: 1,
  },
  trades: {
    id: TRADE,
    order_id: ORDER,
    fill_price: 16_220,
    qty: 150,
    pnl: 0,
    timestamp: 1,
    account_id: ACCOUNT,
    instrument_id: 1,
    symbol: 'A',
    name: 'A',
    side: 'BUY',
    lot_size: 75,
    charges: 1,
    broker_trade_id: 'T1',
  },
  positions: {
    id: POSITION,
    account_id: ACCOUNT,
    symbol: 'A',
    qty: 150,
    avg_price: 16_220,
    pnl: 0,
    updated_at: 1,
    instrument_id: 1,
    product: 'NRML',
    cost: 2_433_000,
    realised: 0,
    charges: 1,
    day: '2026-11-23',
  },
  risk_states: { account_id: ACCOUNT, state: 'ACTIVE', since: 1, square_off_pending: 0 },
};

function newDatabase(): Database.Database {
  const database = new Database(':memory:');
  database.pragma('foreign_keys = ON');
  database.pragma('trusted_schema = OFF');
  for (const { sql } of MIGRATIONS) database.exec(sql);
  return database;
}

function insert(database: Database.Database, table: string, row: object): void {
  const columns = Object.keys(row);
  database
    .prepare(`INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map(() => '?').join()})`)
    .run(Object.values(row));
}

function insertAll(database: Database.Database, table?: string, change: object = {}): void {
  for (const [name, row] of Object.entries(ROWS)) insert(database, name, name === table ? { ...row, ...change } : row);
}

describe('schema of desk.db', () => {
  it('has every table and column that was asked for, what was added, and nothing else', () => {
    const database = newDatabase();
    const found: Record<string, string[]> = {};
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .pluck()
      .all() as string[];
    for (const table of tables) {
      found[table] = (database.pragma(`table_xinfo(${table})`) as { name: string }[]).map(({ name }) => name);
    }
    const expected: Record<string, string[]> = {};
    for (const columns of [ASKED_FOR, ADDED]) {
      for (const [table, names] of Object.entries(columns)) {
        expected[table] = [...(expected[table] ?? []), ...names.split(' ')];
      }
    }
    expect(found).toEqual(expected);
  });

  it('every table that was asked for has the primary key id, a UUID; every table is STRICT', () => {
    const database = newDatabase();
    for (const table of Object.keys(ASKED_FOR)) {
      const keys = (database.pragma(`table_info(${table})`) as { name: string; pk: number }[]).filter(
        ({ pk }) => pk > 0,
      );
      expect([table, keys.map(({ name }) => name)]).toEqual([table, ['id']]);
    }
    const lax = (database.pragma('table_list') as { name: string; strict: number; schema: string }[])
      .filter(({ name, strict, schema }) => schema === 'main' && strict === 0 && !name.startsWith('sqlite_'))
      .map(({ name }) => name);
    expect(lax).toEqual([]);
  });

  it('takes sound rows', () => {
    expect(() => insertAll(newDatabase())).not.toThrow();
  });

  it.each([
    ['a price with a fraction of a paisa', 'orders', { price: 16_220.5 }],
    ['a price as text', 'orders', { price: '162.20' }],
    ['a quantity that is not a number', 'orders', { quantity: 'abc' }],
    ['an id that is not a UUID', 'orders', { id: 'order-1' }],
    ['an unknown side', 'orders', { side: 'HOLD' }],
    ['an unknown order type', 'orders', { order_type: 'SL-M' }],
    ['a status that its state does not have', 'orders', { status: 'FILLED' }],
    ['an unknown state', 'orders', { state: 'LOST' }],
    ['an unknown source', 'orders', { source: 'ELSEWHERE' }],
    ['requests that are not JSON', 'orders', { requests: 'none' }],
    ['a tag longer than a broker takes', 'orders', { tag: 'x'.repeat(21) }],
    ['a lot of nothing', 'orders', { lot_size: 0 }],
    ['an account that does not exist', 'orders', { account_id: UUID('9') }],
    ['an instrument that does not exist', 'orders', { instrument_id: 2 }],
    ['an unknown role', 'users', { role: 'root' }],
    ['an e-mail that is not in lower case', 'users', { email: 'Asha@example.in' }],
    ['a broker login of an unknown status', 'brokers', { status: 'asleep' }],
    ['a currency that is no code', 'accounts', { currency: 'rupee' }],
    ['a fill of nothing', 'trades', { qty: 0 }],
    ['a position of no day', 'positions', { day: 'today' }],
    ['a flag that is neither 0 nor 1', 'risk_states', { square_off_pending: 2 }],
    ['an expiry that is no day', 'instruments', { expiry: '23-NOV-2026' }],
  ])('refuses %s', (_, table, change) => {
    expect(() => insertAll(newDatabase(), table, change)).toThrow(/constraint|cannot store/);
  });

  it('refuses what must be unique: an e-mail, an intent of an account, a fill, a position, a symbol, a contract', () => {
    const database = newDatabase();
    insertAll(database);
    const again = (table: keyof typeof ROWS, change: object) => () =>
      insert(database, table, { ...ROWS[table], ...change });
    expect(again('users', { id: UUID('a') })).toThrow(/users.email/);
    expect(again('orders', { id: UUID('b') })).toThrow(/orders.account_id, orders.intent_id/);
    expect(again('trades', { id: UUID('c') })).toThrow(/booked already/);
    expect(again('positions', { id: UUID('d') })).toThrow(/UNIQUE/);
    expect(again('instruments', { id: 2, strike: 1 })).toThrow(/instruments.symbol/);
    expect(again('instruments', { id: 3, symbol: 'B' })).toThrow(/instruments_by_contract/);
    expect(again('orders', { id: UUID('e'), intent_id: UUID('f') })).not.toThrow();
    expect(again('trades', { id: UUID('e'), order_id: UUID('e') })).not.toThrow();
  });
});
