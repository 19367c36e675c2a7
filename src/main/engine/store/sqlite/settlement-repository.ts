import { sql } from 'kysely';
import type { SettlementRecord } from '../../domain/daily-settlement.ts';
import type { DeskContext } from './desk-context.ts';

/** Daily settlements of futures as booked. */
export class SettlementRepository {
  readonly #outbox;
  readonly #append;
  readonly #ofAccount;

  constructor({ statements, outbox }: DeskContext) {
    this.#outbox = outbox;
    this.#append = statements.insert('daily_settlements');
    this.#ofAccount = statements.query<{ accountId: string }>()((db, slot) =>
      db
        .selectFrom('daily_settlements')
        .selectAll()
        .where('account_id', '=', slot('accountId'))
        .orderBy(sql`rowid`),
    );
  }

  append(settlement: SettlementRecord): void {
    const row = {
      id: settlement.id,
      account_id: settlement.accountId,
      instrument_id: settlement.instrumentId,
      product: settlement.product,
      day: settlement.day,
      price: settlement.price,
      source: settlement.source,
      qty: settlement.netQty,
      pnl: settlement.pnl,
      trades_before: settlement.tradesBefore,
      created_at: settlement.createdAt,
    };
    this.#append(row);
    this.#outbox.append('daily_settlements', row.id, row);
  }

  /** In the order they were booked. */
  ofAccount(accountId: string): SettlementRecord[] {
    return this.#ofAccount.all({ accountId }).map((row) => ({
      id: row.id,
      accountId: row.account_id,
      instrumentId: row.instrument_id,
      product: row.product,
      day: row.day,
      price: row.price,
      source: row.source,
      netQty: row.qty,
      pnl: row.pnl,
      tradesBefore: row.trades_before,
      createdAt: row.created_at,
    }));
  }
}
