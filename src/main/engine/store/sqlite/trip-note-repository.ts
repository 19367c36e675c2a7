import type { TripNote } from '../../../../contract/trade-journal.ts';
import type { TripNoteRecord } from '../desk-store.ts';
import type { DeskContext } from './desk-context.ts';

/** What was written of round trips, by the order that opened each. */
export class TripNoteRepository {
  readonly #context;
  readonly #save;
  readonly #createdAt;
  readonly #ofAccount;

  constructor(context: DeskContext) {
    const { statements } = context;
    this.#context = context;
    this.#save = statements.upsert('trip_notes', ['order_id']);
    this.#createdAt = statements.query<{ id: string }>()((db, slot) =>
      db.selectFrom('trip_notes').select('created_at').where('order_id', '=', slot('id')),
    );
    this.#ofAccount = statements.query<{ accountId: string }>()((db, slot) =>
      db
        .selectFrom('trip_notes')
        .innerJoin('orders', 'orders.id', 'trip_notes.order_id')
        .select(['order_id', 'tags', 'note', 'trip_notes.updated_at as updated_at'])
        .where('orders.account_id', '=', slot('accountId')),
    );
  }

  save({ tripId, tags, note }: TripNote): void {
    const { clock, identity, outbox } = this.#context;
    const now = clock.now();
    const row = {
      order_id: tripId,
      user_id: identity.userId,
      tags: JSON.stringify(tags),
      note,
      created_at: this.#createdAt.get({ id: tripId })?.created_at ?? now,
      updated_at: now,
    };
    this.#save(row);
    outbox.append('trip_notes', row.order_id, row);
  }

  ofAccount(accountId: string): TripNoteRecord[] {
    return this.#ofAccount.all({ accountId }).map((row) => ({
      tripId: row.order_id,
      tags: JSON.parse(row.tags) as string[],
      note: row.note,
      updatedAt: row.updated_at,
    }));
  }
}
