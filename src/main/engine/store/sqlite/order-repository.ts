import { sql } from 'kysely';
import type { JournalEntry, OrderRecord } from '../../domain/order.ts';
import type { DeskContext } from './desk-context.ts';
import { IntentFilter } from './intent-filter.ts';
import { journalEntry, journalPayload, journalRow, orderRecord, orderRow } from './order-codec.ts';
import type { Row } from './statements.ts';

/** Orders and their journal. */
export class OrderRepository {
  #fresh: Row<'order_events'>[] = [];
  readonly #intents = new IntentFilter();
  readonly #outbox;
  readonly #save;
  readonly #append;
  readonly #since;
  readonly #byIntent;
  readonly #byBrokerRow;
  readonly #journal;

  constructor({ statements, outbox }: DeskContext) {
    this.#outbox = outbox;
    this.#save = statements.upsert('orders', ['id'], ['account_id', 'intent_id', 'created_at']);
    this.#append = statements.insertAll('order_events');
    this.#since = statements.query<{ accountId: string; since: number }>()((db, slot) =>
      db
        .selectFrom('orders')
        .selectAll()
        .where('account_id', '=', slot('accountId'))
        .where((eb) => eb.or([eb('status', '=', 'PENDING'), eb('created_at', '>=', slot('since'))]))
        .orderBy('created_at')
        .orderBy(sql`rowid`),
    );
    this.#byIntent = statements.query<{ accountId: string; intentId: string }>()((db, slot) =>
      db
        .selectFrom('orders')
        .selectAll()
        .where('account_id', '=', slot('accountId'))
        .where('intent_id', '=', slot('intentId')),
    );
    this.#byBrokerRow = statements.query<{ accountId: string; tag: string | null; brokerOrderId: string }>()(
      (db, slot) =>
        db
          .selectFrom('orders')
          .selectAll()
          .where('account_id', '=', slot('accountId'))
          .where((eb) => eb.or([eb('tag', '=', slot('tag')), eb('broker_order_id', '=', slot('brokerOrderId'))])),
    );
    this.#journal = statements.query<{ orderId: string }>()((db, slot) =>
      db.selectFrom('order_events').selectAll().where('order_id', '=', slot('orderId')).orderBy('seq'),
    );
    const used = statements.query<object>()((db) => db.selectFrom('orders').select('intent_id'));
    for (const row of used.iterate({})) this.#intents.add(row.intent_id);
  }

  save(order: OrderRecord): void {
    const row = orderRow(order);
    this.#intents.add(row.intent_id);
    this.#save(row);
    this.#outbox.append('orders', row.id, row);
  }

  /** Written by `flush`, together with the others of the transaction. */
  appendJournal(entry: JournalEntry): void {
    this.#fresh.push(journalRow(entry));
  }

  /** Writes the journal of this transaction at once: one statement, and one line of the outbox per order. */
  flush(): void {
    const rows = this.#fresh;
    if (rows.length === 0) return;
    this.#fresh = [];
    this.#append(rows);
    for (const [orderId, own] of Map.groupBy(rows, (row) => row.order_id)) {
      this.#outbox.appendRows('order_events', orderId, journalPayload(own));
    }
  }

  /** Forgets the journal of a transaction that is undone. */
  discard(): void {
    this.#fresh = [];
  }

  since(accountId: string, since: number): OrderRecord[] {
    return this.#since.all({ accountId, since }).map(orderRecord);
  }

  byIntent(accountId: string, intentId: string): OrderRecord | null {
    if (!this.#intents.mayHave(intentId)) return null;
    const row = this.#byIntent.get({ accountId, intentId });
    return row === undefined ? null : orderRecord(row);
  }

  byBrokerRow(accountId: string, row: { tag: string | null; brokerOrderId: string }): OrderRecord | null {
    const { tag, brokerOrderId } = row;
    const found = this.#byBrokerRow.get({ accountId, tag, brokerOrderId });
    return found === undefined ? null : orderRecord(found);
  }

  journal(orderId: string): JournalEntry[] {
    return this.#journal.all({ orderId }).map(journalEntry);
  }
}
