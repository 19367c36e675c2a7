import { sql } from 'kysely';
import type { JournalEntry, OrderRecord } from '../../domain/order.ts';
import type { DeskContext } from './desk-context.ts';
import { journalEntry, journalRow, orderRecord, orderRow } from './order-codec.ts';

/** Orders and their journal. */
export class OrderRepository {
  readonly #outbox;
  readonly #save;
  readonly #append;
  readonly #since;
  readonly #byIntent;
  readonly #journal;

  constructor({ statements, outbox }: DeskContext) {
    this.#outbox = outbox;
    this.#save = statements.upsert('orders', ['id'], ['account_id', 'intent_id', 'created_at']);
    this.#append = statements.insert('order_events');
    this.#since = statements.query<{ accountId: string; since: number }>()((db, slot) => {
      const rows = db
        .selectFrom('orders')
        .select(sql<number>`rowid`.as('row'))
        .where('account_id', '=', slot('accountId'));
      const live = rows.where('status', '=', 'PENDING');
      const ended = rows
        .where('status', 'in', ['FILLED', 'CANCELLED', 'REJECTED'])
        .where('created_at', '>=', slot('since'));
      return db
        .selectFrom('orders')
        .selectAll()
        .where(sql<number>`rowid`, 'in', live.unionAll(ended))
        .orderBy('created_at')
        .orderBy(sql`rowid`);
    });
    this.#byIntent = statements.query<{ accountId: string; intentId: string }>()((db, slot) =>
      db
        .selectFrom('orders')
        .selectAll()
        .where('account_id', '=', slot('accountId'))
        .where('intent_id', '=', slot('intentId')),
    );
    this.#journal = statements.query<{ orderId: string }>()((db, slot) =>
      db.selectFrom('order_events').selectAll().where('order_id', '=', slot('orderId')).orderBy('seq'),
    );
  }

  save(order: OrderRecord): void {
    const row = orderRow(order);
    this.#save(row);
    this.#outbox.append('orders', row.id, row);
  }

  appendJournal(entry: JournalEntry): void {
    const row = journalRow(entry);
    this.#append(row);
    this.#outbox.append('order_events', row.id, row);
  }

  since(accountId: string, since: number): OrderRecord[] {
    return this.#since.all({ accountId, since }).map(orderRecord);
  }

  byIntent(accountId: string, intentId: string): OrderRecord | null {
    const row = this.#byIntent.get({ accountId, intentId });
    return row === undefined ? null : orderRecord(row);
  }

  journal(orderId: string): JournalEntry[] {
    return this.#journal.all({ orderId }).map(journalEntry);
  }
}
