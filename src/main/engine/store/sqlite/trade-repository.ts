import { sql } from 'kysely';
import type { TradeRecord } from '../../domain/order.ts';
import type { DeskContext } from './desk-context.ts';
import type { Row } from './statements.ts';

/** Fills as booked. */
export class TradeRepository {
  readonly #outbox;
  readonly #append;
  readonly #since;
  readonly #bookedSince;
  readonly #booked;

  constructor({ statements, outbox }: DeskContext) {
    this.#outbox = outbox;
    this.#append = statements.insert('trades');
    this.#since = statements.query<{ accountId: string; since: number }>()((db, slot) =>
      db
        .selectFrom('trades')
        .selectAll()
        .where('account_id', '=', slot('accountId'))
        .where('timestamp', '>=', slot('since'))
        .orderBy('timestamp')
        .orderBy(sql`rowid`),
    );
    this.#bookedSince = statements.query<{ accountId: string; since: number }>()((db, slot) =>
      db
        .selectFrom('trades')
        .selectAll()
        .where('account_id', '=', slot('accountId'))
        .where('timestamp', '>=', slot('since'))
        .orderBy(sql`rowid`),
    );
    this.#booked = statements.query<{ accountId: string }>()((db, slot) =>
      db
        .selectFrom('trades')
        .selectAll()
        .where('account_id', '=', slot('accountId'))
        .orderBy(sql`rowid`),
    );
  }

  append(trade: TradeRecord): void {
    const row = tradeRow(trade);
    this.#append(row);
    this.#outbox.append('trades', row.id, row);
  }

  since(accountId: string, since: number): TradeRecord[] {
    return this.#since.all({ accountId, since }).map(tradeRecord);
  }

  bookedSince(accountId: string, since: number): TradeRecord[] {
    return this.#bookedSince.all({ accountId, since }).map(tradeRecord);
  }

  /** All of them in the order they were booked, which is not that of their times. */
  booked(accountId: string): TradeRecord[] {
    return this.#booked.all({ accountId }).map(tradeRecord);
  }
}

function tradeRow(trade: TradeRecord): Row<'trades'> {
  return {
    id: trade.id,
    order_id: trade.orderId,
    fill_price: trade.fillPrice,
    qty: trade.quantity,
    pnl: trade.pnl,
    timestamp: trade.timestamp,
    account_id: trade.accountId,
    instrument_id: trade.instrumentId,
    symbol: trade.symbol,
    name: trade.name,
    side: trade.side,
    lot_size: trade.lotSize,
    charges: trade.charges,
    broker_trade_id: trade.brokerTradeId,
  };
}

function tradeRecord(row: Row<'trades'>): TradeRecord {
  return {
    id: row.id,
    orderId: row.order_id,
    accountId: row.account_id,
    instrumentId: row.instrument_id,
    symbol: row.symbol,
    name: row.name,
    side: row.side,
    lotSize: row.lot_size,
    quantity: row.qty,
    fillPrice: row.fill_price,
    pnl: row.pnl,
    charges: row.charges,
    brokerTradeId: row.broker_trade_id,
    timestamp: row.timestamp,
  };
}
