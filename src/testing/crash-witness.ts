import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { BrokerFill, BrokerOrder } from '../main/engine/brokers/broker.ts';

/** What an outsider saw of a desk before a crash: everything it was told must be true afterwards. */
export interface Seen {
  /** Intents whose place call was answered, with the order's id. */
  answered: Map<string, string>;
  /** Filled value of orders that were told as FILLED, paise. */
  filled: Map<string, number>;
  /** Lines of the log at least. */
  logEntries: number;
  /** Ticks told as durable at least. */
  ticks: number;
}

interface OrderRow {
  id: string;
  intent_id: string;
  tag: string;
  state: string;
  filled: number;
  filled_value: number;
  sent: number;
}

/**
 * Reads desk.db from outside, as an auditor would, and names everything that contradicts what was seen. The running desk
 * lets nobody else open its file, so a copy is read: take it while nothing is traded.
 * @param truth the books of the broker that was traded at; absent: the paper broker's, which are in the same file
 */
export function contradictions(
  file: string,
  seen: Seen,
  truth: { orders: BrokerOrder[]; fills: BrokerFill[] } | null = null,
): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'witness-'));
  const copy = join(folder, 'desk.db');
  for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
  const database = new Database(copy);
  try {
    if (truth !== null) putInPlaceOfPaper(database, truth);
    return [
      ...lostOrDoubled(database, seen),
      ...fillsAgainstBroker(database),
      ...positionsAgainstFills(database),
      ...orphans(database),
    ];
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tables of the session come before those of the file: every question about the paper broker is then put to this one. */
function putInPlaceOfPaper(database: Database.Database, truth: { orders: BrokerOrder[]; fills: BrokerFill[] }): void {
  const accountId = database.prepare('SELECT account_id FROM device').pluck().get() as string;
  database.exec(`
    CREATE TEMP TABLE paper_orders (tag TEXT);
    CREATE TEMP TABLE paper_fills (account_id TEXT, trade_id TEXT, instrument_id INTEGER, side TEXT, quantity INTEGER, price INTEGER);
    CREATE INDEX temp.paper_orders_tag ON paper_orders (tag);`);
  const order = database.prepare('INSERT INTO temp.paper_orders VALUES (?)');
  for (const { tag } of truth.orders) order.run(tag);
  const fill = database.prepare('INSERT INTO temp.paper_fills VALUES (?, ?, ?, ?, ?, ?)');
  for (const { tradeId, instrumentId, side, quantity, price } of truth.fills) {
    fill.run(accountId, tradeId, instrumentId, side, quantity, price);
  }
}

function lostOrDoubled(database: Database.Database, seen: Seen): string[] {
  const orders = database
    .prepare(
      `SELECT o.id, intent_id, tag, state, filled, filled_value,
              (SELECT count(*) FROM paper_orders p WHERE p.tag = o.tag) AS sent FROM orders o`,
    )
    .all() as OrderRow[];
  const byId = new Map(orders.map((order) => [order.id, order]));
  const found: string[] = [];
  for (const [intentId, orderId] of seen.answered) {
    if (byId.get(orderId)?.intent_id !== intentId) found.push(`order ${orderId} of an answered intent is lost`);
  }
  const intents = new Set<string>();
  for (const order of orders) {
    if (intents.has(order.intent_id)) found.push(`intent ${order.intent_id} has two orders`);
    intents.add(order.intent_id);
    if (order.sent > 1) found.push(`order ${order.id} is ${order.sent} times at the broker (O5)`);
  }
  for (const [orderId, value] of seen.filled) {
    const order = byId.get(orderId);
    if (order?.state !== 'FILLED' || order.filled_value !== value)
      found.push(`order ${orderId} was FILLED and is ${order?.state}`);
  }
  return found;
}

/** After the books were read: every fill of the broker is booked once, none twice, none invented. */
function fillsAgainstBroker(database: Database.Database): string[] {
  const rows = database
    .prepare(
      `SELECT f.trade_id AS id, f.quantity AS atBroker, f.price AS brokerPrice, count(t.id) AS booked,
              sum(t.qty) AS quantity, max(t.fill_price) AS price
       FROM paper_fills f LEFT JOIN trades t ON t.broker_trade_id = f.trade_id AND t.account_id = f.account_id
       GROUP BY f.account_id, f.trade_id`,
    )
    .all() as {
    id: string;
    atBroker: number;
    brokerPrice: number;
    booked: number;
    quantity: number | null;
    price: number | null;
  }[];
  const wrong = rows
    .filter(
      ({ booked, quantity, atBroker, price, brokerPrice }) =>
        booked !== 1 || quantity !== atBroker || price !== brokerPrice,
    )
    .map(({ id, booked }) => `fill ${id} of the broker is booked ${booked} times`);
  const invented = database
    .prepare(`SELECT count(*) FROM trades WHERE broker_trade_id NOT IN (SELECT trade_id FROM paper_fills)`)
    .pluck()
    .get() as number;
  return invented === 0 ? wrong : [...wrong, `${invented} trades have no fill at the broker`];
}

function positionsAgainstFills(database: Database.Database): string[] {
  const rows = database
    .prepare(
      `SELECT p.instrument_id AS id, p.qty AS held,
              (SELECT coalesce(sum(CASE f.side WHEN 'BUY' THEN f.quantity ELSE -f.quantity END), 0)
               FROM paper_fills f WHERE f.instrument_id = p.instrument_id AND f.account_id = p.account_id) AS traded
       FROM positions p`,
    )
    .all() as { id: number; held: number; traded: number }[];
  return rows
    .filter(({ held, traded }) => held !== traded)
    .map(({ id, held, traded }) => `position ${id} is ${held}, the fills say ${traded} (P1)`);
}

/** O6: nothing is at the broker that the journal did not know first. */
function orphans(database: Database.Database): string[] {
  const count = database
    .prepare(`SELECT count(*) FROM paper_orders WHERE tag NOT IN (SELECT tag FROM orders)`)
    .pluck()
    .get() as number;
  return count === 0 ? [] : [`${count} orders at the broker have no journal (O6)`];
}
