import type { BrokerFill, BrokerOrder } from '../../brokers/broker.ts';
import type { DeskContext } from './desk-context.ts';
import type { NewRow, Row } from './statements.ts';

/** The paper broker's own book. */
export class PaperBookRepository {
  readonly #saveOrder;
  readonly #appendFill;
  readonly #orders;
  readonly #fills;

  constructor({ statements }: DeskContext) {
    this.#saveOrder = statements.upsert('paper_orders', ['account_id', 'broker_order_id']);
    this.#appendFill = statements.insert('paper_fills');
    this.#orders = statements.query<{ accountId: string }>()((db, slot) =>
      db.selectFrom('paper_orders').selectAll().where('account_id', '=', slot('accountId')).orderBy('seq'),
    );
    this.#fills = statements.query<{ accountId: string }>()((db, slot) =>
      db.selectFrom('paper_fills').selectAll().where('account_id', '=', slot('accountId')).orderBy('seq'),
    );
  }

  saveOrder(accountId: string, order: BrokerOrder): void {
    this.#saveOrder(orderRow(accountId, order));
  }

  appendFill(accountId: string, fill: BrokerFill): void {
    this.#appendFill(fillRow(accountId, fill));
  }

  book(accountId: string): { orders: BrokerOrder[]; fills: BrokerFill[] } {
    return {
      orders: this.#orders.all({ accountId }).map(brokerOrder),
      fills: this.#fills.all({ accountId }).map(brokerFill),
    };
  }
}

function orderRow(accountId: string, order: BrokerOrder): NewRow<'paper_orders'> {
  return {
    account_id: accountId,
    broker_order_id: order.brokerOrderId,
    tag: order.tag,
    instrument_id: order.instrumentId,
    side: order.side,
    quantity: order.quantity,
    filled: order.filled,
    price: order.price,
    trigger_price: order.triggerPrice,
    validity: order.validity,
    product: order.product,
    status: order.status,
    message: order.message,
    ts: order.ts,
  };
}

function brokerOrder(row: Row<'paper_orders'>): BrokerOrder {
  return {
    brokerOrderId: row.broker_order_id,
    tag: row.tag,
    instrumentId: row.instrument_id,
    side: row.side,
    quantity: row.quantity,
    filled: row.filled,
    price: row.price,
    triggerPrice: row.trigger_price,
    validity: row.validity,
    product: row.product,
    status: row.status,
    message: row.message,
    ts: row.ts,
  };
}

function fillRow(accountId: string, fill: BrokerFill): NewRow<'paper_fills'> {
  return {
    account_id: accountId,
    trade_id: fill.tradeId,
    broker_order_id: fill.brokerOrderId,
    tag: fill.tag,
    instrument_id: fill.instrumentId,
    side: fill.side,
    quantity: fill.quantity,
    price: fill.price,
    ts: fill.ts,
  };
}

function brokerFill(row: Row<'paper_fills'>): BrokerFill {
  return {
    tradeId: row.trade_id,
    brokerOrderId: row.broker_order_id,
    tag: row.tag,
    instrumentId: row.instrument_id,
    side: row.side,
    quantity: row.quantity,
    price: row.price,
    ts: row.ts,
  };
}
